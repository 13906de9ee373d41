import { accessSync, constants, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Record of the process that exported a line, a small file for each line: lines left by a killed process of the firmware are taken
 * over at the next start, lines of other programs are not. Records, like exports, end with a restart of the machine.
 */
interface LineRecord {
  readonly boot: string;
  readonly pid: number;
  /** Start of the process in kernel ticks: pids are reused. */
  readonly started: string;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Start time from `pid (name) state …`; the name may contain blanks and parentheses. */
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
  // A folder in a world-writable parent may have been created by another user.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user`);
  return folder;
}

function recordPath(number: number): string {
  return join(recordFolder(), `gpio${number}`);
}

/** Records that this process exported the line. */
export function writeRecord(number: number): void {
  const record: LineRecord = { boot: bootId(), pid: process.pid, started: startOf(process.pid) ?? '' };
  writeFileSync(recordPath(number), JSON.stringify(record), { mode: 0o600 });
}

/** Removes the record of a line that is no longer exported. */
export function dropRecord(number: number): void {
  rmSync(recordPath(number), { force: true });
}

/** Exporter of a line: `ours` for this process or a dead one of the firmware, a living process, or unknown. */
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
