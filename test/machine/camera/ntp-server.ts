import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Seconds from 1900 to 1970. */
const era = 2_208_988_800;

/** What a time server tells. */
interface Told {
  /** Milliseconds by which its clock is ahead of ours. */
  readonly ahead: number;
  /** 0 is a refusal (kiss of death). */
  readonly stratum: number;
  /** 3: its clock is not set. */
  readonly leap: number;
  /** False: the answer is to another request. */
  readonly answers: boolean;
}

const honest: Told = { ahead: 0, stratum: 2, leap: 0, answers: true };

function stamp(into: Buffer, at: number, milliseconds: number): void {
  const seconds = milliseconds / 1000 + era;
  into.writeUInt32BE(Math.floor(seconds) % 2 ** 32, at);
  into.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
}

/** A time server (RFC 5905) that tells what a test wants. */
export class NtpServer implements AsyncDisposable {
  told: Told = honest;
  asked = 0;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (request, from) => {
      this.asked += 1;
      socket.send(this.#answer(request), from.port, from.address);
    });
  }

  static async open(address: string, port: number): Promise<NtpServer> {
    const socket = createSocket('udp4');
    socket.bind(port, address);
    await once(socket, 'listening');
    return new NtpServer(socket);
  }

  tell(told: Partial<Told>): void {
    this.told = { ...honest, ...told };
    this.asked = 0;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #answer(request: Buffer): Buffer {
    const { ahead, stratum, leap, answers } = this.told;
    const answer = Buffer.alloc(48);
    // Version 4, mode 4 (server), poll interval of the request, precision 2^-20 s.
    answer.set([(leap << 6) | 0x24, stratum, request[2] ?? 6, 0xec], 0);
    answer.writeUInt32BE(0x10, 4);
    answer.writeUInt32BE(0x10, 8);
    answer.write('LOCL', 12);
    const now = Date.now() + ahead;
    stamp(answer, 16, now);
    if (answers) request.copy(answer, 24, 40, 48);
    stamp(answer, 32, now);
    stamp(answer, 40, now);
    return answer;
  }
}
