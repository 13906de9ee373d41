import { accessSync, constants, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Who exported a line: a small file for each, so that lines left behind by a process of ours that was killed are taken over at
 * the next start, and those of other programs are not. Gone after a restart of the machine, as the exports are.
 */
interface LineRecord {
  readonly boot: string;
  readonly pid: number;
  /** When the process started, in the kernel's ticks: a pid can come again. */
  readonly started: string;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Of `pid (name) state …`; the name may hold blanks and parentheses. */
function startOf(pid: number): string | undefined {
  const fields = read(`/proc/${pid}/stat`)?.replace(/^.*\)/s, '').trim().split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id') ?? '';
}

function writable(folder: string | undefined): folder is string {
  try {
    if (folder === undefined) return false;
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function recordFolder(): string {
  const parent = ['/run', process.env.XDG_RUNTIME_DIR].find(writable) ?? tmpdir();
  const folder = join(parent, `vedette-gpio-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  // In a folder everybody may write to, somebody else could have made it.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  return folder;
}

function recordPath(number: number): string {
  return join(recordFolder(), `gpio${number}`);
}

/** Notes that this process has exported the line. */
export function writeRecord(number: number): void {
  const record: LineRecord = { boot: bootId(), pid: process.pid, started: startOf(process.pid) ?? '' };
  writeFileSync(recordPath(number), JSON.stringify(record), { mode: 0o600 });
}

/** The line is no longer exported. */
export function dropRecord(number: number): void {
  rmSync(recordPath(number), { force: true });
}

/** Whose an exported line is: ours to take (this process's, or a dead one's of ours), another living process's, or unknown. */
export function exporter(number: number): 'ours' | 'unknown' | { readonly pid: number; readonly name: string } {
  try {
    const record = JSON.parse(read(recordPath(number)) ?? '{}') as Partial<LineRecord>;
    if (record.boot !== bootId() || typeof record.pid !== 'number') return 'unknown';
    const alive = startOf(record.pid) === record.started;
    if (record.pid === process.pid || !alive) return 'ours';
    return { pid: record.pid, name: read(`/proc/${record.pid}/comm`) ?? '' };
  } catch {
    return 'unknown';
  }
}
