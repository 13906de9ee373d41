import type { Wireless } from './presets.ts';

/** True for two capital letters. */
export function isCountry(text: string): boolean {
  return /^[A-Z]{2}$/.test(text);
}

/** True for a passphrase that WPA2 and WPA3 take: 8 to 63 printable characters of ASCII (IEEE 802.11 J.4.1). */
export function isPassphrase(text: string): boolean {
  return /^[ -~]{8,63}$/.test(text);
}

/** Keys of a network with a passphrase: WPA3 where the access point has it, else WPA2, with protected management frames. */
function secured(password: string): readonly string[] {
  // wpa_supplicant takes a text up to its last quotation mark: those within need no escape.
  return ['  key_mgmt=SAE WPA-PSK-SHA256 WPA-PSK', '  ieee80211w=1', `  psk="${password}"`];
}

/** Configuration of wpa_supplicant for one network. The name is written in hexadecimal digits, so that it may have any byte. */
export function wirelessConfiguration({ country, ssid, password }: Wireless): string {
  const keys = password === undefined ? ['  key_mgmt=NONE'] : secured(password);
  return [
    `country=${country}`,
    'ctrl_interface=/run/wpa_supplicant',
    'network={',
    `  ssid=${Buffer.from(ssid).toString('hex')}`,
    '  scan_ssid=1',
    ...keys,
    '}',
    '',
  ].join('\n');
}
