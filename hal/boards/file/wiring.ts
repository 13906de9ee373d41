import type { LineFact } from '../../ports/digital-line.ts';
import type { Board } from '../board.ts';
import type { I2cFact, PwmFact } from '../facts/wires.ts';
import type { ValueFault } from './yaml-file.ts';

type Path = ValueFault['path'];
type Members = Readonly<Record<string, unknown>>;
type Visit = (value: Members, path: Path) => void;

function walk(value: unknown, path: Path, visit: Visit): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Members, path);
  for (const [key, part] of Object.entries(value))
    walk(part, [...path, Array.isArray(value) ? Number(key) : key], visit);
}

function isLine(value: Members): boolean {
  return typeof value.chip === 'string' && typeof value.line === 'number';
}

function place({ adapter, address }: I2cFact): string {
  return `${adapter}/0x${address.toString(16)}`;
}

/** GPIO line or PWM output that only one part can have. */
function exclusive(value: Members): string | undefined {
  if (isLine(value)) {
    const { chip, line } = value as unknown as LineFact;
    return `line ${line} of ${chip}`;
  }
  if (value.chip === 'pca9685') {
    const { i2c, channel } = value as unknown as PwmFact;
    return `channel ${channel} of the pca9685 at ${place(i2c)}`;
  }
  return undefined;
}

/** Address of an I2C chip and its user: outputs of one PWM chip share the address, no other parts do. */
function chipOf(value: Members): readonly [address: string, user: string] | undefined {
  const i2c = value.i2c as I2cFact | undefined;
  if (i2c === undefined) return undefined;
  const user = value.chip === 'pca9685' ? 'pca9685' : `${String(value.driver ?? value.kind)} ${String(value.id ?? '')}`;
  return [place(i2c), user];
}

function conflicts(board: Board): readonly ValueFault[] {
  const taken = new Map<string, Path>();
  const chips = new Map<string, string>();
  const faults: ValueFault[] = [];
  walk(board, [], (value, path) => {
    const resource = exclusive(value);
    const first = resource === undefined ? undefined : taken.get(resource);
    if (resource !== undefined && first !== undefined)
      faults.push({ path, message: `${resource} is already used by ${first.join('.')}` });
    if (resource !== undefined) taken.set(resource, first ?? path);
    const [address, user] = chipOf(value) ?? [];
    if (address === undefined || user === undefined) return;
    const other = chips.get(address);
    if (other !== undefined && (other !== user || user !== 'pca9685'))
      faults.push({ path: [...path, 'i2c'], message: `the I2C address ${address} is already used by another part` });
    chips.set(address, other ?? user);
  });
  return faults;
}

function duplicateIds(board: Board): readonly ValueFault[] {
  const seen = new Map<string, Path>();
  return Object.entries(board).flatMap(([member, parts]) => {
    if (!Array.isArray(parts)) return [];
    return parts.flatMap((part: { readonly id?: string }, index): ValueFault[] => {
      if (part.id === undefined) return [];
      const first = seen.get(part.id);
      if (first !== undefined)
        return [{ path: [member, index, 'id'], message: `${part.id} is already the id of ${first.join('.')}` }];
      seen.set(part.id, [member, index]);
      return [];
    });
  });
}

/** Sources and axes of heads that do not exist, cannot belong to a head, or belong to two. */
function headFaults({ heads = [], sources, axes = [] }: Board): readonly ValueFault[] {
  const taken = new Set<string>();
  return heads.flatMap((head, index): ValueFault[] => {
    const at = (member: string, place: number, message: string): ValueFault => ({
      path: ['heads', index, member, place],
      message,
    });
    const unknown = (head.sources ?? []).flatMap((id, place) =>
      sources.some((source) => source.id === id) ? [] : [at('sources', place, `there is no video source ${id}`)],
    );
    const kinds = new Set<string>();
    if (head.digital !== undefined) return unknown;
    const own = (head.axes ?? axes.filter(({ axis }) => axis !== 'focus').map(({ id }) => id)).flatMap((id, place) => {
      const axis = axes.find((one) => one.id === id);
      if (axis === undefined || axis.axis === 'focus')
        return [at('axes', place, `there is no axis ${id} for pan, tilt or zoom`)];
      const second = head.axes !== undefined && kinds.has(axis.axis);
      const reason = taken.has(id) ? 'already belongs to a head' : second && `is a second ${axis.axis} of this head`;
      taken.add(id);
      kinds.add(axis.axis);
      return reason === false ? [] : [at('axes', place, `axis ${id} ${reason}`)];
    });
    return [...unknown, ...own];
  });
}

/** References from one part to another by id. */
function danglingReferences(board: Board): readonly ValueFault[] {
  const known = (parts: readonly { readonly id: string }[] = []): ReadonlySet<string> =>
    new Set(parts.map(({ id }) => id));
  const ports = known(board.serialPorts);
  const sources = known(board.sources);
  const axes = (board.axes ?? []).flatMap(({ drive }, index): ValueFault[] =>
    'port' in drive && !ports.has(drive.port)
      ? [{ path: ['axes', index, 'drive', 'port'], message: `there is no serial port ${drive.port}` }]
      : [],
  );
  const sensors = (board.lightSensors ?? []).flatMap((sensor, index): ValueFault[] =>
    sensor.driver === 'picture' && !sources.has(sensor.source)
      ? [{ path: ['lightSensors', index, 'source'], message: `there is no video source ${sensor.source}` }]
      : [],
  );
  const relays = known(board.relays);
  const auxiliaries = (board.auxiliaries ?? []).flatMap((one, index): ValueFault[] =>
    one.driver === 'relay' && !relays.has(one.relay)
      ? [{ path: ['auxiliaries', index, 'relay'], message: `there is no relay ${one.relay}` }]
      : [],
  );
  return [...axes, ...sensors, ...auxiliaries];
}

/** Lines, channels, addresses and ids used twice, and references to parts that do not exist. */
export function wiringFaults(board: Board): readonly ValueFault[] {
  return [...conflicts(board), ...duplicateIds(board), ...danglingReferences(board), ...headFaults(board)];
}
