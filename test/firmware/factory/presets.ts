import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { areMistakes, parsePresets } from '../../../firmware/factory/presets.ts';
import { wirelessConfiguration } from '../../../firmware/factory/wireless.ts';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import { repositoryRoot } from '../../places.ts';

const presets = suite('presets of a device');

const indented = (text: string): string => text.trim().replaceAll(/^/gm, '    ');
const pair = (certificate: string, key: string): string =>
  `tls:\n  certificate: |\n${indented(certificate)}\n  key: |\n${indented(key)}\n`;
const [good, other] = [makeCertificate('camera', []), makeCertificate('camera', [])];

function mistakes(text: string): string {
  const read = parsePresets(text);
  return areMistakes(read) ? read.join('\n') : 'none';
}

presets('are read as the example in docs has them', () => {
  const read = parsePresets(readFileSync(join(repositoryRoot, 'docs/vedette.yaml'), 'utf8'));
  assert.equal(read, {
    serial: 'VD-2026-000123',
    label: { manufacturer: 'Example', model: 'Example 1' },
    administrator: { name: 'admin', password: 'replace-me-by-12-characters' },
    hostname: 'camera-7',
    wifi: { country: 'DE', ssid: 'Example', password: 'replace-me-too' },
  });
});

presets('may have a certificate with its key', () => {
  assert.is(mistakes(pair(good.certificate, good.key)), 'none');
});

const wrong: readonly (readonly [string, string, RegExp])[] = [
  ['a serial that is a number', 'serial: 123', /^line 1: serial: must be a text/],
  ['a serial with a blank', 'serial: "A 1"', /^line 1: serial: must have 1 to 64 letters/],
  ['a key that is not known', 'hostname: a\nserail: "1"', /^line 2: serail: is no key of the presets/],
  ['a name with a control character', 'label: { model: "a\\u0007" }', /label\.model: must be printable/],
  ['a host name with an underscore', 'hostname: camera_7', /hostname: must be a host name/],
  ['a short password', 'administrator: { name: admin, password: short }', /administrator\.password: Password too weak/],
  ['a password that is a number', 'administrator: { name: admin, password: 12345678 }', /administrator\.password: /],
  ['a user without password', 'administrator: { name: admin }', /administrator\.password: /],
  ['a user name with a colon', 'administrator: { name: "a:b", password: long-enough }', /name: must not have a colon/],
  ['a country in small letters', 'wifi: { country: de, ssid: a }', /wifi\.country: must be two capital letters/],
  ['a long network name', `wifi: { country: DE, ssid: ${'ä'.repeat(17)} }`, /wifi\.ssid: must have 1 to 32 bytes/],
  ['a short passphrase', 'wifi: { country: DE, ssid: a, password: short }', /wifi\.password: must have 8 to 63/],
  ['a passphrase with a line end', 'wifi: { country: DE, ssid: a, password: "12345678\\n}" }', /wifi\.password/],
  ['a key of another certificate', pair(good.certificate, other.key), /tls\.key: is not the key of the certificate/],
  ['a certificate that is none', pair('none', good.key), /tls\.certificate: is no certificate in PEM/],
  ['a key that is none', pair(good.certificate, 'none'), /tls\.key: is no private key in PEM/],
  ['no keys', '- serial', /^line 1: must be a list of keys/],
  ['no YAML', 'a: [', /^line /],
  ['far too much', `serial: "${'1'.repeat(70_000)}"`, /larger than/],
];

for (const [name, text, said] of wrong) presets(`with ${name} are refused`, () => assert.match(mistakes(text), said));

presets('tell every mistake with its line, and no secret', () => {
  const text = 'hostname: "?"\nserial: ""\nadministrator: { name: "a:b", password: hidden }\n';
  assert.match(mistakes(text), /^line 1: .*\nline 2: .*\nline 3: .*\nline 3: .*$/);
  assert.not.match(mistakes(text), 'hidden');
});

presets('of any text are read or refused', () => {
  const any = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((one) => `wifi: { country: DE, ssid: ${one} }`),
  );
  void fc.assert(
    fc.property(any, (text) => typeof mistakes(text) === 'string'),
    { numRuns: 300 },
  );
});

presets('of any wireless network stay within the lines of their configuration', () => {
  const passphrase = fc.string({ minLength: 8, maxLength: 63 }).filter((text) => /^[ -~]+$/.test(text));
  void fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 8 }), passphrase, (ssid, password) => {
      const lines = wirelessConfiguration({ country: 'DE', ssid, password }).split('\n');
      assert.is(lines.length, 10);
      assert.is(lines[3], `  ssid=${Buffer.from(ssid).toString('hex')}`);
      assert.is(lines[7], `  psk="${password}"`);
    }),
  );
});

presets('of an open wireless network name no passphrase', () => {
  assert.not.match(wirelessConfiguration({ country: 'DE', ssid: 'a' }), /psk|SAE/);
});

presets.run();
