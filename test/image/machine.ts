import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Files and clock of an emulated machine. */
interface MachineOptions {
  readonly disk: string;
  /** Environment of U-Boot: the flash of the device. */
  readonly environment: string;
  /** Ports of this machine; 0 = any free one. */
  readonly httpPort?: number;
  readonly rtspPort?: number;
  /** Time of the clock at power on, as QEMU reads it; undefined = that of this machine. */
  readonly clock?: string;
}

async function freePort(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function wordsOf({ disk, environment, clock }: MachineOptions, http: number, rtsp: number): string[] {
  const forward = `hostfwd=tcp:127.0.0.1:${http}-:80,hostfwd=tcp:127.0.0.1:${rtsp}-:554`;
  return [
    ...['--pdeathsig', 'KILL', 'qemu-system-aarch64', '-M', 'virt', '-cpu', 'cortex-a57', '-accel', 'tcg,thread=multi'],
    ...['-smp', '2', '-m', '1024', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-bios', firmware],
    ...['-drive', `if=pflash,unit=1,format=raw,readonly=on,file=${environment}`, '-device', 'i6300esb'],
    ...['-drive', `if=none,id=disk,format=raw,file=${disk}`, '-device', 'virtio-blk-pci,drive=disk'],
    ...['-device', 'virtio-rng-pci', '-netdev', `user,id=net,${forward}`],
    ...['-device', 'virtio-net-pci,netdev=net,romfile=', ...(clock === undefined ? [] : ['-rtc', `base=${clock}`])],
  ];
}

/** U-Boot of Debian's package u-boot-qemu. */
const firmware = '/usr/lib/u-boot/qemu_arm64/u-boot.bin';

/** QEMU's emulated arm64 machine as a process: power on is its start, a power cut its SIGKILL. */
export class EmulatedMachine {
  /** When the power came on, by performance.now(). */
  readonly began: number = performance.now();
  readonly http: number;
  readonly rtsp: number;
  readonly #process: ChildProcess;
  #console = '';
  #ended = false;
  readonly #waiting = new Set<() => void>();

  private constructor(options: MachineOptions, http: number, rtsp: number) {
    this.http = http;
    this.rtsp = rtsp;
    this.#process = spawn('setpriv', wordsOf(options, http, rtsp), { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('latin1').on('data', (text: string) => this.#take(text.replaceAll('\r', '')));
    this.#process.on('exit', () => {
      this.#ended = true;
      this.#take('');
    });
  }

  static async start(options: MachineOptions): Promise<EmulatedMachine> {
    const { httpPort = 0, rtspPort = 0 } = options;
    return new EmulatedMachine(options, await freePort(httpPort), await freePort(rtspPort));
  }

  /** Text of the console so far. */
  get console(): string {
    return this.#console;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Seconds since power on. */
  get age(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** Seconds of processor time since power on: what a start costs, whatever else this machine does (proc(5): ticks of 10 ms). */
  get work(): number {
    const stat = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Waits until the console tells something behind a position; rejects when the machine ends before. */
  async waitFor(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#console.slice(from));
      if (found !== null) return found;
      if (this.#ended) throw new Error(`the machine ended before its console told ${String(pattern)}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Cuts the power. */
  async cut(): Promise<void> {
    if (this.#ended) return;
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  #take(text: string): void {
    this.#console += text;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }
}
