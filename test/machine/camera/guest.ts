import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Folder that the guest has as /share; scripts/machine-guest names it. */
const share = process.env.VEDETTE_GUEST_SHARE ?? '';

/** Network manager of the guest. */
export const manager: string = process.env.VEDETTE_GUEST ?? '';
/** True where the guest has a clock of its own. */
export const hasClock: boolean = process.env.VEDETTE_GUEST_KIND === 'kernel';

let count = 0;

/** Runs a line of the shell in the guest as root, beside its network. Rejects when it fails, or does not end in three minutes. */
export async function inGuest(command: string): Promise<string> {
  count += 1;
  const file = (kind: string): string => join(share, `${kind}.t${count}`);
  const [asked, output, status] = [file('ask'), file('out'), file('rc')];
  writeFileSync(file('new'), `${command}\n`);
  renameSync(file('new'), asked);
  const begun = performance.now();
  while (!existsSync(status)) {
    if (performance.now() - begun > 180_000) throw new Error(`the guest does not answer: ${command}`);
    await wait(50);
  }
  const [text, code] = [readFileSync(output, 'utf8'), readFileSync(status, 'utf8').trim()];
  for (const kind of ['run', 'out', 'rc']) rmSync(file(kind), { force: true });
  if (code !== '0') throw new Error(`${command} ended with ${code}: ${text}`);
  return text.trim();
}

/** Lines of the camera's log that hold a text. */
export async function logged(text: string): Promise<string> {
  return inGuest(`journalctl -b -u vedette --no-pager -o cat | grep -F '${text}' || true`);
}
