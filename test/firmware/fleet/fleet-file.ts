import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFleetFile } from '../../../firmware/fleet/fleet-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const file = suite('fleet file');

const folder = temporaryFolder();
writeFileSync(join(folder, 'ca.pem'), 'PEM');
const read = (text: string): ReturnType<typeof readFleetFile> => readFleetFile(join(folder, 'fleet.yaml'), text);

const token = '0123456789abcdef';

file('turns on what it names, and nothing else', async () => {
  assert.equal(await read('# nothing\n'), {});
  assert.equal(await read(`metrics: { token: ${token} }\nsyslog: { url: 'tcp://logs' }\n`), {
    metrics: { token },
    syslog: { host: 'logs', port: 601, secure: false },
  });
  assert.equal(await read(`syslog: { url: 'tls://[2001:db8::1]:7000', ca: ca.pem }\n`), {
    syslog: { host: '2001:db8::1', port: 7000, secure: true, ca: 'PEM' },
  });
});

for (const [text, reason] of [
  ['metrics: { token: short }', /token/],
  ['metrics: on', /metrics/],
  ["syslog: { url: 'udp://logs' }", /tcp:\/\/HOST/],
  ['syslog: { url: nowhere }', /tcp:\/\/HOST/],
  ['other: 1', /other/],
] as const) {
  file(`is refused with the reason: ${text}`, async () => {
    await read(text).then(
      () => assert.unreachable(),
      (error: unknown) => assert.match(String(error), reason),
    );
  });
}

file.run();
