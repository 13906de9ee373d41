import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serializeReceiverReport } from '../../../../services/rtsp/backchannel/receiver-report.ts';
import { Reception } from '../../../../services/rtsp/backchannel/reception.ts';
import { rtcpTypes } from '../../../hal/rtp-packets.ts';

const reception = suite('backchannel/reception');

/** Packets of 20 ms, G.711: each arrives when its time has come, or later. */
function receive(sequences: readonly number[], late: (index: number) => number = () => 0): Reception {
  const one = new Reception(7, sequences[0] ?? 0, 8000);
  for (const [index, sequence] of sequences.entries()) one.packet(sequence, index * 160, index * 20 + late(index));
  return one;
}

const range = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (from + index) & 0xffff);

const rows: readonly [string, readonly number[], number, number, number][] = [
  ['nothing lost', range(10, 100), 0, 0, 109],
  ['one of ten lost', range(0, 100).filter((one) => one % 10 !== 5), 25, 10, 99],
  ['a sequence that goes round', range(65_530, 20), 0, 0, 65_536 + 13],
  ['packets out of order', [0, 2, 1, 3], 0, 0, 3],
  ['packets that came twice', [0, 1, 1, 2], 0, -1, 2],
  ['a sender that began anew', [...range(0, 10), ...range(30_000, 10)], 0, 0, 30_009],
];

for (const [what, sequences, fractionLost, lost, highest] of rows) {
  reception(`reports ${what}`, () => {
    const report = receive(sequences).report(0);
    assert.equal(
      { ...report, jitter: 0 },
      {
        source: 7,
        fractionLost,
        lost,
        highest,
        jitter: 0,
        lastSenderReport: 0,
        delay: 0,
      },
    );
  });
}

reception('counts the loss of each interval by itself', () => {
  const one = receive([0, 1, 3]);
  assert.is(one.report(0).fractionLost, 64);
  one.packet(4, 0, 0);
  one.packet(5, 0, 0);
  const second = one.report(0);
  assert.is(second.fractionLost, 0);
  assert.is(second.lost, 1);
});

reception('measures jitter in clock units, and none when all is even', () => {
  assert.is(receive(range(0, 200)).report(0).jitter, 0);
  // Every second packet 10 ms late: a change of 80 units each time.
  assert.is(receive(range(0, 400), (index) => (index % 2) * 10).report(0).jitter, 79);
});

reception('tells when the last sender report came', () => {
  const one = receive([1]);
  one.senderReport(0xaabbccdd, 1000);
  const { lastSenderReport, delay } = one.report(3500);
  assert.is(lastSenderReport, 0xaabbccdd);
  assert.is(delay, 2.5 * 65536);
});

// shows STR-26
reception('is written as a receiver report with a name', () => {
  const packet = serializeReceiverReport(5, 'cam', [receive([0, 2, 1, 1]).report(0)]);
  assert.equal(rtcpTypes(packet), [201, 202]);
  assert.is(packet.readUInt32BE(4), 5);
  assert.is(packet.readUInt32BE(8), 7);
  assert.is(packet.readUInt32BE(12), 0x00ffffff, 'one more than expected: -1 in 24 bit');
  assert.is(packet.readUInt32BE(16), 2);
  assert.match(packet.toString('latin1'), 'cam\0');
});

reception.run();
