import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { describeSection, redacted, result } from '../../../firmware/hardware-report/report-text.ts';

const report = suite('text of a hardware report');
const names = { home: '/home/erika', host: 'frontdoor' };

const cases: readonly [string, string, string][] = [
  ['folders of the owner', 'no /home/erika/board.yaml', 'no ~/board.yaml'],
  ['the name of the host', 'frontdoor: no camera', '(host): no camera'],
  ['hardware addresses', 'at b8:27:eb:01:02:03 now', 'at (hardware address) now'],
  ['network addresses', 'from 192.168.1.20:554', 'from (address):554'],
  ['logins', 'rtsp://admin:secret@camera/x', '(login)@camera/x'],
  [
    'nothing else',
    'i2c-1 0x40, version 6.1.0, 30.0 pictures per second',
    'i2c-1 0x40, version 6.1.0, 30.0 pictures per second',
  ],
];

for (const [what, text, clean] of cases)
  report(`leaves out ${what}`, () => {
    assert.is(redacted(text, names), clean);
  });

report('keeps short host names, which would be found within words', () => {
  assert.is(redacted('picture', { home: '/', host: 'ct' }), 'picture');
});

report('has a line for what fails, and for a part that breaks off', async () => {
  assert.is(result('lamp', false, 'dark'), '- **fails** lamp: dark');
  const text = await describeSection({ title: 'Lamps', lines: () => Promise.reject(new Error('no bus')) });
  assert.is(text, '\n### Lamps\n- **fails** this part of the report: no bus\n');
  assert.is(await describeSection({ title: 'Lamps', lines: async () => [] }), '\n### Lamps\n- none\n');
});

report.run();
