import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createDigestAuthority } from '../../../services/auth/digest.ts';
import { challenged } from '../auth/digest-client.ts';
import { refusalOf } from '../events/refusals.ts';
import { deviceUnderTest } from './camera.ts';

const hashing = suite('hashing algorithms');

hashing('are told as a capability, and MD5 is in use at first', async () => {
  const { options, call } = deviceUnderTest();
  const { Capabilities } = await call('GetServiceCapabilities', {});
  assert.equal(Capabilities.Security.HashingAlgorithms, ['MD5', 'SHA-256']);
  assert.equal(options.hashing.get(), ['MD5']);
});

const rows: readonly (readonly [sent: readonly string[], used: readonly string[]])[] = [
  [['SHA-256'], ['SHA-256']],
  [
    ['MD5', 'SHA-256'],
    ['MD5', 'SHA-256'],
  ],
  [
    ['SHA-256', 'MD5'],
    ['SHA-256', 'MD5'],
  ],
  [['MD5,SHA-256'], ['MD5', 'SHA-256']],
  [
    ['MD5,', 'sha-256'],
    ['MD5', 'SHA-256'],
  ],
  [['MD5', 'MD5'], ['MD5']],
];

for (const [sent, used] of rows) {
  hashing(`${sent.join(' ')} challenges with ${used.join(', ')} from the next challenge on`, async () => {
    const { options, call } = deviceUnderTest();
    const authority = createDigestAuthority({ realm: 'a', users: () => [], algorithms: () => options.hashing.get() });
    await call('SetHashingAlgorithm', { Algorithm: sent });
    const algorithms = authority.challenges().map((one) => challenged(one, 'algorithm'));
    assert.equal(algorithms, used);
  });
}

for (const sent of [[], [''], ['SHA-1'], ['MD5', 'SHA-512-256'], ['none']]) {
  hashing(`refuses ${JSON.stringify(sent)} and changes nothing`, async () => {
    const { options, call } = deviceUnderTest();
    assert.is(await refusalOf(() => call('SetHashingAlgorithm', { Algorithm: sent })), 'InvalidArgVal');
    assert.equal(options.hashing.get(), ['MD5']);
  });
}

hashing('outlive a restart', async () => {
  const stored = new Map<string, string>();
  await deviceUnderTest({}, stored).call('SetHashingAlgorithm', { Algorithm: ['SHA-256'] });
  assert.equal(deviceUnderTest({}, stored).options.hashing.get(), ['SHA-256']);
});

hashing.run();
