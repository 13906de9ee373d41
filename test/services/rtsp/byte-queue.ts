import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ByteQueue } from '../../../services/rtsp/byte-queue.ts';

const queue = suite('byte-queue');

queue('gives back what was pushed, in order, however it is cut', () => {
  const step = fc.record({ push: fc.uint8Array({ maxLength: 9000 }), take: fc.nat(9000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const bytes = new ByteQueue();
      let expected = Buffer.alloc(0);
      const taken: [Buffer, Buffer][] = [];
      for (const { push, take } of steps) {
        bytes.push(Buffer.from(push));
        expected = Buffer.concat([expected, push]);
        const part = expected.subarray(0, take);
        taken.push([bytes.take(take), Buffer.from(part)]);
        expected = expected.subarray(part.length);
        assert.is(bytes.length, expected.length);
        assert.ok(bytes.bytes.equals(expected));
      }
      // Bytes that were taken are the same after later pushes.
      for (const [one, other] of taken) assert.ok(one.equals(other));
    }),
  );
});

queue.run();
