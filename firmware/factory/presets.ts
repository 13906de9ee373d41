import { z } from 'zod';
import { readYamlFile, schemaFaults } from '../../hal/boards/file/yaml-file.ts';
import { checkPassword, passwordPolicySetting } from '../../services/auth/password-policy.ts';
import { userLimits } from '../../services/auth/users.ts';
import { isHostName } from '../../services/device/network/host-name.ts';
import { credentialsFault } from '../tls/tls.ts';
import { isCountry, isPassphrase } from './wireless.ts';

/** Facts of one device from its factory or its owner, as `docs/vedette.yaml` shows. */
export interface Presets {
  readonly serial?: string;
  readonly label?: { readonly manufacturer?: string; readonly model?: string };
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly administrator?: { readonly name: string; readonly password: string };
  readonly hostname?: string;
  readonly wifi?: Wireless;
}

/** Wireless network that the device joins. */
export interface Wireless {
  /** Two letters of ISO 3166, by which the law decides on channels and power. */
  readonly country: string;
  readonly ssid: string;
  /** Passphrase of WPA2 and WPA3; absent = an open network. */
  readonly password?: string;
}

/** Bytes of the file at most; certificates of three issuers have some 6 KiB. */
const sizeLimit = 64 * 1024;

/** Text that is shown to people: printable, without blanks at its ends. */
const shown = (longest: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u, 'must be printable, without blanks at its ends');

const tls = z
  .strictObject({ certificate: z.string(), key: z.string() })
  .superRefine(({ certificate, key }, { addIssue }) => {
    const fault = credentialsFault(certificate, key);
    if (fault !== undefined) addIssue({ code: 'custom', path: [fault.of], message: fault.message });
  });

const administrator = z
  .strictObject({
    name: shown(userLimits.nameLength).refine((name) => !name.includes(':'), 'must not have a colon'),
    password: z.string(),
  })
  .superRefine((user, { addIssue }) => {
    try {
      checkPassword(user, passwordPolicySetting.initial, 'Password');
    } catch (error) {
      addIssue({ code: 'custom', path: ['password'], message: error instanceof Error ? error.message : String(error) });
    }
  });

const wifi = z.strictObject({
  country: z.string().refine(isCountry, 'must be two capital letters (ISO 3166), such as DE'),
  ssid: z.string().refine((text) => text !== '' && Buffer.byteLength(text) <= 32, 'must have 1 to 32 bytes'),
  password: z.string().refine(isPassphrase, 'must have 8 to 63 characters of ASCII (WPA2, WPA3)').exactOptional(),
});

const schema: z.ZodType<Presets> = z.strictObject({
  serial: z
    .string({ message: 'must be a text: write it in quotation marks' })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must have 1 to 64 letters, digits, dots, dashes')
    .exactOptional(),
  label: z.strictObject({ manufacturer: shown(64).exactOptional(), model: shown(64).exactOptional() }).exactOptional(),
  tls: tls.exactOptional(),
  administrator: administrator.exactOptional(),
  hostname: z
    .string()
    .refine((name) => isHostName(name, 63), 'must be a host name: letters, digits, dashes (RFC 1123)')
    .exactOptional(),
  wifi: wifi.exactOptional(),
});

/** Presets of a file; the texts of its mistakes instead, each with its line. */
export function parsePresets(text: string): Presets | readonly string[] {
  const read = readYamlFile(text, sizeLimit);
  if (!('describe' in read)) return read;
  const checked = schema.safeParse(read.value);
  return checked.success ? checked.data : read.describe(schemaFaults(checked.error, 'the presets'));
}

/** True for the mistakes of a file. */
export function areMistakes(read: Presets | readonly string[]): read is readonly string[] {
  return Array.isArray(read);
}
