import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { faultOf } from '../../../../hal/update/rauc/rauc-fault.ts';

const faults = suite('errors of RAUC');

const texts: readonly (readonly [string, string])[] = [
  ['signature verification failed: self signed certificate', 'signature'],
  ['Compatible mismatch: Expected vedette-a but bundle manifest has vedette-b', 'compatible'],
  ['Invalid bundle format', 'format'],
  ['Failed updating slot rootfs.1: Error reading from file: Input/output error', 'damaged'],
  ['Failed updating slot rootfs.1: failed to write data to device: No space left on device', 'size'],
  ['Failed to write status file: No space left on device', 'full'],
  ['Slot (1024 bytes) is too small: image larger than slot', 'size'],
];

for (const [text, kind] of texts) {
  faults(`"${text}" is ${kind}`, () => {
    assert.is(faultOf(text, 'install').kind, kind);
    assert.is(faultOf(text, 'install').message, text);
  });
}

faults('that are not known blame the file while it is inspected, and the device while a slot is written', () => {
  assert.ok(faultOf('something new', 'inspect').blamesFile);
  assert.not.ok(faultOf('Failed to create status folder', 'install').blamesFile);
});

faults.run();
