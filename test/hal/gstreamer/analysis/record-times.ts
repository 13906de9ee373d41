import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../../until.ts';
import { parseSenderReport, type RtpPacket } from '../../rtp-packets.ts';
import { InterleavedReceiver } from '../../rtp-receivers.ts';
import { mainEncoder, streamOf, subEncoder } from '../../running-engine.ts';
import { MotionUnderTest, source } from './motion-under-test.ts';

const times = suite('times of motion records');

/** Milliseconds from a picture of the camera to the next. */
const cameraPeriod = 1000 / mainEncoder.frameRate;

/** Ticks of the RTP clock, with sign. */
const apart = (from: number, to: number): number => ((to - from) | 0) / 90;

// shows ANA-01, STR-78
for (const [what, encoder, offset] of [
  ['of a stream of all pictures', mainEncoder, 0],
  ['of a stream of every second picture, with a clock that is an hour ahead', subEncoder, 3_600_000],
] as const)
  times(`are those that the sender reports give for the frames ${what}`, async () => {
    const motion = await MotionUnderTest.start(source, { driver: 'virtual' }, [encoder]);
    motion.engine.setClock({ offset, zone: 'UTC0' });
    const receiver = await InterleavedReceiver.open(motion.engine);
    const subscription = streamOf(motion.engine, encoder.id).subscribe(receiver.target);
    try {
      await subscription.play();
      subscription.start();
      const frames = (): readonly RtpPacket[] => receiver.rtp.filter(({ marker }) => marker);
      await until(() => frames().length > 120 && receiver.rtcp.length > 0, 'frames and a report');
      const report = parseSenderReport(receiver.rtcp.at(-1) ?? Buffer.alloc(0));
      const utcOf = ({ time }: RtpPacket): number => report.wallClock + apart(report.rtpTime, time);
      const shown = frames().map(utcOf);
      const within = motion.records.filter(({ utc }) => utc > (shown[20] ?? 0) && utc < (shown[100] ?? 0));
      assert.ok(within.length > 20);
      const nearest = within.map(({ utc }) => Math.min(...shown.map((one) => Math.abs(one - utc))));
      // A record of a picture that the stream left out, as it does on a busy machine, is whole pictures of the camera away from the next.
      const pictures = nearest.map((distance) => distance / cameraPeriod);
      const exact = nearest.filter((distance) => distance < 0.5);
      assert.ok(exact.length >= within.length * (encoder === mainEncoder ? 0.5 : 0.2), `${nearest}`);
      assert.ok(
        pictures.every((count) => Math.abs(count - Math.round(count)) < 0.06),
        `${nearest}`,
      );
      const ahead = (within[0]?.utc ?? 0) - offset - Number(within[0]?.time ?? 0n) / 1e6;
      assert.ok(Math.abs(ahead - (Date.now() - Number(process.hrtime.bigint()) / 1e6)) < 1000);
    } finally {
      subscription.close();
      receiver.close();
      await motion.stop();
    }
  });

times.run();
