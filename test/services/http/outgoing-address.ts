import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  checkOutgoingHost,
  ForbiddenAddress,
  fixedLookup,
  hostOf,
  type OutgoingRules,
  outgoingAddress,
} from '../../../services/http/outgoing-address.ts';

const outgoing = suite('outgoing address');

const rules = (local: boolean): OutgoingRules => ({ local, ownAddresses: () => ['192.0.2.7', '2001:db8::7'] });

/** Hosts of URLs, and whether they are refused always, or where local receivers are not permitted. */
const hosts: readonly (readonly [url: string, refused: 'never' | 'usually' | 'always'])[] = [
  ['http://192.0.2.8/', 'never'],
  ['http://10.1.2.3:8080/', 'never'],
  ['https://[2001:db8::8]/', 'never'],
  ['http://[fd00::1]/', 'never'],
  ['http://192.0.2.7/', 'usually'],
  ['http://[2001:db8::7]/', 'usually'],
  ['http://127.0.0.1/', 'usually'],
  ['http://127.1/', 'usually'],
  ['http://2130706433/', 'usually'],
  ['http://0x7f.1/', 'usually'],
  ['http://[::1]/', 'usually'],
  ['http://169.254.169.254/', 'usually'],
  ['http://[fe80::1]/', 'usually'],
  ['http://localhost/', 'usually'],
  ['http://camera.localhost/', 'usually'],
  ['http://[::ffff:127.0.0.1]/', 'always'],
  ['http://[::ffff:192.0.2.8]/', 'always'],
  ['http://0.0.0.0/', 'always'],
  ['http://[::]/', 'always'],
  ['http://224.0.0.1/', 'always'],
  ['http://255.255.255.255/', 'always'],
  ['http://[ff02::1]/', 'always'],
];

function isRefused(url: string, local: boolean): boolean {
  try {
    checkOutgoingHost(hostOf(new URL(url)), rules(local));
    return false;
  } catch (error) {
    assert.instance(error, ForbiddenAddress);
    return true;
  }
}

for (const [url, refused] of hosts) {
  outgoing(`${url} is refused ${refused}`, () => {
    assert.is(isRefused(url, false), refused !== 'never');
    assert.is(isRefused(url, true), refused === 'always');
  });
}

outgoing('a name is refused when it leads to the camera itself', async () => {
  const refusal = await outgoingAddress('localhost', rules(false)).catch((error: unknown) => error);
  assert.instance(refusal, ForbiddenAddress);
  const { address } = await outgoingAddress('localhost', rules(true));
  assert.ok(['127.0.0.1', '::1'].includes(address));
});

outgoing('a socket gets the address that was checked, however it asks', () => {
  const lookup = fixedLookup({ address: '192.0.2.8', family: 4 });
  const answers: unknown[] = [];
  lookup('whatever.example', { all: true }, (...answer) => void answers.push(answer));
  lookup('whatever.example', {}, (...answer) => void answers.push(answer));
  assert.equal(answers, [
    [null, [{ address: '192.0.2.8', family: 4 }]],
    [null, '192.0.2.8', 4],
  ]);
});

outgoing.run();
