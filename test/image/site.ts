import { constants, copyFileSync, truncateSync } from 'node:fs';
import { until } from '../until.ts';
import { readBootState, type Slot } from './boot-state.ts';
import { CameraClient } from './camera-client.ts';
import { EmulatedMachine } from './machine.ts';

/** Milliseconds that only tell a hang from work: an emulated start takes 15 s on a free machine, and minutes on a loaded one. */
const patience = 900_000;

const account = { name: 'admin', password: 'Emulated-12345' } as const;

/** Bytes of the disk: the image is smaller, as that of a card is. */
const diskSize = 1536 * 1024 * 1024;

/** Makes a disk out of an image. The file is sparse. */
export function makeDisk(image: string, disk: string): void {
  copyFileSync(image, disk, constants.COPYFILE_FICLONE);
  truncateSync(disk, diskSize);
}

/** Seconds from power on. */
interface StartTimes {
  readonly soap: number;
  readonly rtp?: number;
  readonly good?: number;
}

/** A camera on its disk, whose power is switched. */
export class Site {
  readonly disk: string;
  readonly #environment: string;
  #machine: EmulatedMachine | undefined;

  constructor(disk: string, environment: string) {
    this.disk = disk;
    this.#environment = environment;
  }

  get machine(): EmulatedMachine {
    if (this.#machine === undefined) throw new Error('the power is off');
    return this.#machine;
  }

  get client(): CameraClient {
    return new CameraClient(this.machine, account);
  }

  async powerOn(clock?: string): Promise<void> {
    const common = { disk: this.disk, environment: this.#environment };
    this.#machine = await EmulatedMachine.start(clock === undefined ? common : { ...common, clock });
  }

  async cutPower(): Promise<void> {
    await this.#machine?.cut();
  }

  /** Waits for a condition as long as the machine runs. */
  async waitUntil(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
    const { machine } = this;
    await until(() => machine.ended || holds(), what, patience);
    if (machine.ended) throw new Error(`the machine ended before: ${what}`);
  }

  /** Waits for the first SOAP answer; resolves with seconds since power on. */
  async soap(): Promise<number> {
    await this.waitUntil('SOAP answers', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return (await this.client.device('<tds:GetSystemDateAndTime/>', true)).includes('UTCDateTime');
    });
    return this.machine.age;
  }

  /** Waits for the first packet of RTP; resolves with seconds since power on. */
  async rtp(): Promise<number> {
    await this.waitUntil('RTP arrives', async () => {
      await this.client.play(1);
      return true;
    });
    return this.machine.age;
  }

  /** Slot that the boot loader has chosen last, behind a position of the console. */
  async slot(from = 0): Promise<Slot> {
    const [, slot = 'A'] = await this.machine.waitFor(/slot ([AB]), order [^\n]*\n/, from);
    return slot as Slot;
  }

  /** Waits until the firmware has marked its slot good. */
  async good(slot: Slot): Promise<number> {
    await this.waitUntil(`slot ${slot} is good`, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return readBootState(this.disk).left[slot] === 3;
    });
    return this.machine.age;
  }

  /** Waits until the camera serves and stays. */
  async wholeStart(): Promise<Required<StartTimes>> {
    const soap = await this.soap();
    const rtp = await this.rtp();
    return { soap, rtp, good: await this.good(await this.#lastSlot()) };
  }

  async #lastSlot(): Promise<Slot> {
    await this.slot();
    const all = [...this.machine.console.matchAll(/slot ([AB]), order/g)];
    return (all.at(-1)?.[1] ?? 'A') as Slot;
  }

  /** Makes the first administrator of a camera in set-up state. */
  async setUp(): Promise<void> {
    const { name, password } = account;
    const user = `<tt:Username>${name}</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>Administrator</tt:UserLevel>`;
    await this.client.device(`<tds:CreateUsers><tds:User>${user}</tds:User></tds:CreateUsers>`, true);
  }
}
