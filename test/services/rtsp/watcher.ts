import * as assert from 'uvu/assert';
import { parseRtp } from '../../hal/rtp-packets.ts';
import { until } from '../../until.ts';
import { RtspClient } from './rtsp-client.ts';
import type { RunningServer } from './running-server.ts';

/** A client that plays all the time: whatever others do, its packets must stay in sequence. */
export class Watcher {
  readonly #client: RtspClient;

  private constructor(client: RtspClient) {
    this.#client = client;
  }

  static async open(running: RunningServer): Promise<Watcher> {
    const client = await RtspClient.open(running.port);
    await client.playInterleaved(running.uri('Profile1'));
    return new Watcher(client);
  }

  /** Packets still come, and none was missing since the last look. */
  async check(): Promise<void> {
    const { packets } = this.#client;
    const { length } = packets;
    await until(() => packets.length > length + 30, 'packets of the client that only watches');
    const rtp = packets.filter(({ channel }) => channel === 0).map(({ bytes }) => parseRtp(bytes).sequence);
    const first = rtp[0] ?? 0;
    assert.is(
      rtp.findIndex((sequence, index) => sequence !== ((first + index) & 0xffff)),
      -1,
      'a gap',
    );
    // The last one stays: what comes next must follow it.
    const last = packets.findLast(({ channel }) => channel === 0);
    packets.length = 0;
    if (last !== undefined) packets.push(last);
  }

  close(): void {
    this.#client.close();
  }
}
