import type { RangeFact } from '../../boards/facts/range.ts';
import type { ViscaBus, ViscaCommand } from './visca-bus.ts';
import { fromNibbles, signed, viscaBody } from './visca-packets.ts';

/** Highest speeds of the protocol. */
export const viscaTop = { pan: 0x18, tilt: 0x14 } as const;

type Motor = 'pan' | 'tilt';

/** Position in counts, and the speed of the protocol with which a motor goes there. */
interface Target {
  readonly position: number;
  readonly speed: number;
}

/** Target of a motor that stays where it is. */
function at(positions: Readonly<Record<Motor, number>>, motor: Motor): Target {
  return { position: positions[motor], speed: viscaTop[motor] };
}

/** Pan and tilt of a device: the protocol moves both with one message, so a command to one axis must repeat the move of the other. */
class ViscaHead {
  readonly #bus: ViscaBus;
  readonly #address: number;
  /** Speeds of the protocol, signed; 0 for a motor at rest or moving to a position. */
  #speeds: Readonly<Record<Motor, number>> = { pan: 0, tilt: 0 };
  #targets: Readonly<Partial<Record<Motor, Target>>> = {};
  #running: ViscaCommand | undefined;
  readonly #interrupted: Record<Motor, () => void> = { pan: () => undefined, tilt: () => undefined };

  constructor(bus: ViscaBus, address: number) {
    this.#bus = bus;
    this.#address = address;
    bus.onAvailability(() => {
      this.#speeds = { pan: 0, tilt: 0 };
      this.#targets = {};
    });
  }

  /** Called when a command to the other motor ended the move of this one. One listener a motor. */
  onInterrupted(motor: Motor, listener: () => void): void {
    this.#interrupted[motor] = listener;
  }

  /** Moves a motor at a speed of the protocol, signed; 0 stops. The other motor stops if it was moving to a position. */
  async drive(motor: Motor, speed: number): Promise<void> {
    const other = motor === 'pan' ? 'tilt' : 'pan';
    if (this.#targets[other] !== undefined) this.#interrupted[other]();
    this.#targets = {};
    this.#speeds = { ...this.#speeds, [motor]: speed };
    await this.#bus.cancel(this.#running);
    await this.#bus.command(this.#address, viscaBody.drive(this.#speeds.pan, this.#speeds.tilt));
  }

  /** Moves a motor to a position in counts. The other motor stops if it was moving at a speed, and continues to a position. */
  async goTo(motor: Motor, position: number, speed: number): Promise<void> {
    const other = motor === 'pan' ? 'tilt' : 'pan';
    if (this.#speeds[other] !== 0) this.#interrupted[other]();
    this.#targets = { ...this.#targets, [motor]: { position, speed } };
    this.#speeds = { pan: 0, tilt: 0 };
    await this.#bus.cancel(this.#running);
    const here = await this.positions();
    const { pan = at(here, 'pan'), tilt = at(here, 'tilt') } = this.#targets;
    const body = viscaBody.goTo(pan.speed, tilt.speed, pan.position, tilt.position);
    this.#running = await this.#bus.command(this.#address, body);
  }

  async positions(): Promise<Readonly<Record<Motor, number>>> {
    const bytes = await this.#bus.inquire(this.#address, viscaBody.position, 8);
    return { pan: signed(fromNibbles(bytes, 0)), tilt: signed(fromNibbles(bytes, 4)) };
  }
}

const heads = new WeakMap<ViscaBus, Map<number, ViscaHead>>();

/** Head of a device: one object for both axes. */
export function viscaHead(bus: ViscaBus, address: number): ViscaHead {
  const ofBus = heads.get(bus) ?? new Map<number, ViscaHead>();
  heads.set(bus, ofBus);
  const head = ofBus.get(address) ?? new ViscaHead(bus, address);
  ofBus.set(address, head);
  return head;
}

/** Usual counts: 14.4 a degree for pan and tilt, those of Sony's camera blocks for zoom and focus. */
export function usualCounts(axis: string, { min, max }: RangeFact): RangeFact {
  if (axis === 'zoom') return { min: 0, max: 0x4000 };
  if (axis === 'focus') return { min: 0xc000, max: 0x1000 };
  return { min: Math.round(min * 14.4), max: Math.round(max * 14.4) };
}
