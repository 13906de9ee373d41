import type { RangeFact } from '../../boards/facts/range.ts';
import type { ViscaCommand, ViscaLine } from './visca-line.ts';
import { fromNibbles, signed, viscaBody } from './visca-packets.ts';

/** Highest speeds of the protocol. */
export const viscaTop = { pan: 0x18, tilt: 0x14 } as const;

type Motor = 'pan' | 'tilt';

/** Pan and tilt of a device: the protocol moves both with one message, so what one axis wants must not end what the other does. */
export class ViscaHead {
  readonly #line: ViscaLine;
  readonly #address: number;
  /** Signed, of the protocol; 0 where a motor rests or is on its way to a position. */
  #speeds: Readonly<Record<Motor, number>> = { pan: 0, tilt: 0 };
  #targets: Readonly<Partial<Record<Motor, number>>> = {};
  #going: ViscaCommand | undefined;
  readonly #interrupted: Record<Motor, () => void> = { pan: () => undefined, tilt: () => undefined };

  constructor(line: ViscaLine, address: number) {
    this.#line = line;
    this.#address = address;
    line.onTurn(() => {
      this.#speeds = { pan: 0, tilt: 0 };
      this.#targets = {};
    });
  }

  /** Another axis of the device has ended what this motor was doing. One listener a motor. */
  onInterrupted(motor: Motor, listener: () => void): void {
    this.#interrupted[motor] = listener;
  }

  /** A motor that is on its way to a position stops, as the protocol has no message for both. @param speed signed, of the protocol; 0 stops */
  async drive(motor: Motor, speed: number): Promise<void> {
    const other = motor === 'pan' ? 'tilt' : 'pan';
    if (this.#targets[other] !== undefined) this.#interrupted[other]();
    this.#targets = {};
    this.#speeds = { ...this.#speeds, [motor]: speed };
    await this.#line.cancel(this.#going);
    await this.#line.command(this.#address, viscaBody.drive(this.#speeds.pan, this.#speeds.tilt));
  }

  /** In counts of the device. A motor that goes on at a speed stops; one on its way to a position gets there. */
  async goTo(motor: Motor, position: number, speed: number): Promise<void> {
    const other = motor === 'pan' ? 'tilt' : 'pan';
    if (this.#speeds[other] !== 0) this.#interrupted[other]();
    this.#targets = { ...this.#targets, [motor]: position };
    this.#speeds = { pan: 0, tilt: 0 };
    await this.#line.cancel(this.#going);
    const here = await this.positions();
    const { pan = here.pan, tilt = here.tilt } = this.#targets;
    const speeds = { ...viscaTop, [motor]: speed };
    this.#going = await this.#line.command(this.#address, viscaBody.goTo(speeds.pan, speeds.tilt, pan, tilt));
  }

  async positions(): Promise<Readonly<Record<Motor, number>>> {
    const bytes = await this.#line.inquire(this.#address, viscaBody.position, 8);
    return { pan: signed(fromNibbles(bytes, 0)), tilt: signed(fromNibbles(bytes, 4)) };
  }
}

const heads = new WeakMap<ViscaLine, Map<number, ViscaHead>>();

/** The one object of a device, whichever axis asks. */
export function viscaHead(line: ViscaLine, address: number): ViscaHead {
  const ofLine = heads.get(line) ?? new Map<number, ViscaHead>();
  heads.set(line, ofLine);
  const head = ofLine.get(address) ?? new ViscaHead(line, address);
  ofLine.set(address, head);
  return head;
}

/** 14.4 counts a degree are common; zoom and focus as Sony's blocks count. */
export function usualCounts(axis: string, { min, max }: RangeFact): RangeFact {
  if (axis === 'zoom') return { min: 0, max: 0x4000 };
  if (axis === 'focus') return { min: 0xc000, max: 0x1000 };
  return { min: Math.round(min * 14.4), max: Math.round(max * 14.4) };
}
