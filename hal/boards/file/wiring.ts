import type { LineFact } from '../../ports/digital-line.ts';
import type { Board } from '../board.ts';
import type { PwmFact } from '../facts/line.ts';

/** A contradiction between parts of a board, and where the later one of them stands. */
export interface WiringFault {
  readonly path: readonly (string | number)[];
  /** The other side of it, told where the file says nothing of `path`. */
  readonly against?: readonly (string | number)[];
  readonly message: string;
}

type Path = WiringFault['path'];
type Visit = (value: Readonly<Record<string, unknown>>, path: Path) => void;

function walk(value: unknown, path: Path, visit: Visit): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Readonly<Record<string, unknown>>, path);
  for (const [key, part] of Object.entries(value))
    walk(part, [...path, Array.isArray(value) ? Number(key) : key], visit);
}

function isLine(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value.chip === 'string' && typeof value.line === 'number';
}

/** What a part occupies alone: a GPIO line, an output of a PWM chip, an I2C chip that no other part drives. */
function occupied(value: Readonly<Record<string, unknown>>): string | undefined {
  if (isLine(value)) {
    const { chip, line } = value as unknown as LineFact;
    return `line ${line} of ${chip}`;
  }
  if (value.chip === 'pca9685') {
    const { i2c, channel } = value as unknown as PwmFact;
    return `channel ${channel} of the pca9685 at ${i2c.adapter}/0x${i2c.address.toString(16)}`;
  }
  return undefined;
}

/** Chips by address, and what drives each: outputs of one PWM chip share it, nothing else does. */
function chipOf(value: Readonly<Record<string, unknown>>): readonly [address: string, kind: string] | undefined {
  const i2c = value.i2c as { adapter: number; address: number } | undefined;
  if (i2c === undefined) return undefined;
  const kind = value.chip === 'pca9685' ? 'pca9685' : `${String(value.driver ?? value.kind)} ${String(value.id ?? '')}`;
  return [`${i2c.adapter}/0x${i2c.address.toString(16)}`, kind];
}

function occupancies(board: Board): readonly WiringFault[] {
  const taken = new Map<string, Path>();
  const chips = new Map<string, string>();
  const faults: WiringFault[] = [];
  walk(board, [], (value, path) => {
    const place = occupied(value);
    const first = place === undefined ? undefined : taken.get(place);
    if (place !== undefined && first !== undefined)
      faults.push({ path, message: `${place} is used by ${first.join('.')} already` });
    if (place !== undefined) taken.set(place, first ?? path);
    const [address, kind] = chipOf(value) ?? [];
    if (address === undefined || kind === undefined) return;
    const other = chips.get(address);
    if (other !== undefined && (other !== kind || kind !== 'pca9685'))
      faults.push({ path: [...path, 'i2c'], message: `the I2C address ${address} is used by another part already` });
    chips.set(address, other ?? kind);
  });
  return faults;
}

function identities(board: Board): readonly WiringFault[] {
  const seen = new Map<string, Path>();
  return Object.entries(board).flatMap(([member, parts]) => {
    if (!Array.isArray(parts)) return [];
    return parts.flatMap((part: { readonly id?: string }, index): WiringFault[] => {
      if (part.id === undefined) return [];
      const first = seen.get(part.id);
      if (first !== undefined)
        return [{ path: [member, index, 'id'], message: `${part.id} is the name of ${first.join('.')} already` }];
      seen.set(part.id, [member, index]);
      return [];
    });
  });
}

/** Names that one part uses for another. */
function references(board: Board): readonly WiringFault[] {
  const known = (parts: readonly { readonly id: string }[] = []): ReadonlySet<string> =>
    new Set(parts.map(({ id }) => id));
  const ports = known(board.serialPorts);
  const sources = known(board.sources);
  const axes = (board.axes ?? []).flatMap(({ drive }, index): WiringFault[] =>
    'port' in drive && !ports.has(drive.port)
      ? [{ path: ['axes', index, 'drive', 'port'], message: `there is no serial port ${drive.port}` }]
      : [],
  );
  const sensors = (board.lightSensors ?? []).flatMap((sensor, index): WiringFault[] =>
    sensor.driver === 'picture' && !sources.has(sensor.source)
      ? [{ path: ['lightSensors', index, 'source'], message: `there is no video source ${sensor.source}` }]
      : [],
  );
  return [...axes, ...sensors];
}

/** Lines, channels and addresses used twice, names given twice, and names of parts that do not exist. */
export function wiringFaults(board: Board): readonly WiringFault[] {
  return [...occupancies(board), ...identities(board), ...references(board)];
}
