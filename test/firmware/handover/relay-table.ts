import { once } from 'node:events';
import { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RelayTable } from '../../../firmware/handover/relay-table.ts';

const tables = suite('relay table');

/** As many as that address may have. */
function fill(table: RelayTable, address: string): readonly Socket[] {
  const sockets: Socket[] = [];
  while (table.room(address) > 0) {
    const socket = new Socket();
    table.add(socket, address);
    sockets.push(socket);
  }
  return sockets;
}

tables('leaves room to others when one address has all it may', () => {
  const table = new RelayTable();
  assert.is(fill(table, '192.0.2.1').length, 640);
  assert.is(table.room('192.0.2.2'), 640);
  assert.is(fill(table, '192.0.2.2').length, 640);
  assert.is(table.room('192.0.2.3'), 0);
});

tables('gives a place back when its connection closes, and closes all', async () => {
  const table = new RelayTable();
  const [first, second] = fill(table, '192.0.2.1');
  const closed = once(first ?? new Socket(), 'close');
  first?.destroy();
  await closed;
  assert.is(table.room('192.0.2.1'), 1);
  table.close();
  assert.ok(second?.destroyed);
});

tables.run();
