import { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Handshakes } from '../../../firmware/handover/handshakes.ts';
import { until } from '../../until.ts';

const handshakes = suite('handover/handshakes');

function add(open: Handshakes, address: string): Socket {
  const socket = new Socket();
  open.add(socket, address);
  return socket;
}

handshakes('the oldest of the address that has most gives way', () => {
  const open = new Handshakes({ all: 4 });
  const other = add(open, '192.0.2.1');
  const crowd = [1, 2, 3].map(() => add(open, '192.0.2.2'));
  const next = add(open, '192.0.2.3');
  assert.equal(
    [other, ...crowd, next].map(({ destroyed }) => destroyed),
    [false, true, false, false, false],
  );
  open.close();
  assert.ok(next.destroyed);
});

handshakes('one that ends in time stays, one that does not is closed', async () => {
  const open = new Handshakes({ time: 20 });
  const [ended, slow] = [add(open, '192.0.2.1'), add(open, '192.0.2.1')];
  open.ended(ended);
  await until(() => slow.destroyed, 'the end of the slow one');
  assert.not.ok(ended.destroyed);
  ended.destroy();
});

handshakes.run();
