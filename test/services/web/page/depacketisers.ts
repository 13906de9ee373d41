import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AccessUnit } from '../../../../services/web/page/media/access-unit.ts';
import { h264Format, h265Format, NalDepacketiser } from '../../../../services/web/page/media/nal-depacketiser.ts';
import { parseRtp, type RtpPacket, sequenceDistance } from '../../../../services/web/page/rtsp/rtp.ts';
import { StreamReader } from '../../../../services/web/page/rtsp/stream-reader.ts';

const depacketisers = suite('depacketisers of the page');
const piece = 100;

function packet(sequence: number, payload: readonly number[], marker: boolean, timestamp: number): RtpPacket {
  return { payloadType: 96, marker, sequence: sequence & 0xffff, timestamp, payload: Uint8Array.from(payload) };
}

/** Packets of one unit: whole, or in fragments of FU-A (RFC 6184 5.8). */
function packetsOf(unit: readonly number[], sequence: number, last: boolean, timestamp: number): readonly RtpPacket[] {
  const [header = 0, ...data] = unit;
  if (unit.length <= piece) return [packet(sequence, unit, last, timestamp)];
  const count = Math.ceil(data.length / piece);
  return Array.from({ length: count }, (_, at) => {
    const flags = (at === 0 ? 0x80 : 0) | (at === count - 1 ? 0x40 : 0);
    const payload = [(header & 0xe0) | 28, flags | (header & 0x1f), ...data.slice(at * piece, (at + 1) * piece)];
    return packet(sequence + at, payload, last && at === count - 1, timestamp);
  });
}

/** Packets of pictures, of which every third is a key frame with parameter sets in one STAP-A. */
function stream(pictures: readonly (readonly number[])[]): readonly RtpPacket[] {
  const packets: RtpPacket[] = [];
  for (const [at, data] of pictures.entries()) {
    const key = at % 3 === 0;
    const timestamp = 3000 * (at + 1);
    if (key) packets.push(packet(65_530 + packets.length, [24, 0, 2, 0x67, 1, 0, 2, 0x68, 2], false, timestamp));
    packets.push(...packetsOf([key ? 0x65 : 0x41, ...data], 65_530 + packets.length, true, timestamp));
  }
  return packets;
}

const someData = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 350 });
const somePictures = fc.array(someData, { minLength: 4, maxLength: 9 });

function play(packets: readonly RtpPacket[]): readonly AccessUnit[] {
  const depacketiser = new NalDepacketiser(h264Format);
  return packets.flatMap((one) => depacketiser.push(one));
}

depacketisers('give back the pictures that were packed', () => {
  fc.assert(
    fc.property(somePictures, (pictures) => {
      const found = play(stream(pictures));
      assert.is(found.length, pictures.length);
      for (const [at, data] of pictures.entries()) {
        assert.is(found[at]?.key, at % 3 === 0);
        assert.equal([...(found[at]?.units.at(-1) ?? [])].slice(1), data);
      }
    }),
  );
});

depacketisers('show nothing between a lost packet and the next key frame', () => {
  fc.assert(
    fc.property(somePictures, fc.nat(), (pictures, place) => {
      const packets = stream(pictures);
      const lost = place % packets.length;
      const whole = play(packets);
      const found = play(packets.filter((_, at) => at !== lost));
      const gone = packets[lost]?.timestamp ?? 0;
      const texts = new Set(whole.map(({ units }) => units.join('|')));
      for (const unit of found) {
        assert.ok(texts.has(unit.units.join('|')) || unit.timestamp === gone, 'a picture that was never sent');
        if (unit.timestamp > gone) assert.ok(found.some(({ key, timestamp }) => key && timestamp > gone - 9001));
      }
      const [next] = found.filter(({ timestamp }) => timestamp > gone);
      if (next !== undefined && next.timestamp > gone + 3000) assert.ok(next.key);
    }),
  );
});

depacketisers('take any bytes without throwing', () => {
  for (const format of [h264Format, h265Format])
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (payloads) => {
        const depacketiser = new NalDepacketiser(format);
        for (const [at, payload] of payloads.entries())
          depacketiser.push({ payloadType: 96, marker: at % 2 === 0, sequence: at, timestamp: at, payload });
      }),
    );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void parseRtp(bytes)));
});

depacketisers('count on across the end of 16 bits', () => {
  assert.equal([sequenceDistance(65_535, 0), sequenceDistance(0, 65_535), sequenceDistance(5, 9)], [1, -1, 4]);
});

depacketisers('read replies and data however they are cut', () => {
  const text = 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 3\r\n\r\nabc$';
  const bytes = Uint8Array.from([...Buffer.from(text), 2, 0, 4, 9, 8, 7, 6, ...Buffer.from('RTSP/1.0 401 No\r\n\r\n')]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (sizes) => {
      const reader = new StreamReader();
      const items = [];
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        items.push(...reader.push(bytes.subarray(at, at + size)));
        at += size;
      }
      assert.equal(
        items.map((item) => (item.kind === 'reply' ? [item.reply.status, item.reply.body] : [...item.bytes])),
        [
          [200, 'abc'],
          [9, 8, 7, 6],
          [401, ''],
        ],
      );
    }),
  );
  assert.throws(() => new StreamReader().push(Buffer.from('HTTP/1.1 200 OK\r\n\r\n')), /not RTSP/);
});

depacketisers.run();
