import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ListenAddress, ListeningSet } from '../../../firmware/media/listening-set.ts';

const sets = suite('listening set');

interface UnderTest {
  readonly set: ListeningSet;
  /** Open sockets, `192.0.2.1 8554`; `all` for no address. */
  readonly open: Set<string>;
  /** Ports that another program has. */
  readonly taken: Set<number>;
  readonly log: string[];
}

/** A machine on which one socket for all addresses excludes every other on its port, as Linux has it. */
function underTest(): UnderTest {
  const open = new Set<string>();
  const taken = new Set<number>();
  const log: string[] = [];
  let free = 40_000;
  const set = new ListeningSet(async (wanted: number, address: ListenAddress) => {
    const port = wanted === 0 ? ++free : wanted;
    const name = `${address ?? 'all'} ${port}`;
    const clash = [...open].some(
      (one) => one.endsWith(` ${port}`) && (one === name || address === undefined || one.startsWith('all')),
    );
    if (taken.has(port) || clash) throw Object.assign(new Error('in use'), { code: 'EADDRINUSE' });
    open.add(name);
    log.push(`+${name}`);
    return {
      port,
      close: () => {
        open.delete(name);
        log.push(`-${name}`);
      },
    };
  });
  return { set, open, taken, log };
}

sets('takes one free port for all addresses, and keeps it while any will do', async () => {
  const { set, open, log } = underTest();
  await set.apply({ addresses: ['192.0.2.1', '::1'], port: 0 });
  assert.equal([...open], ['192.0.2.1 40001', '::1 40001']);
  await set.apply({ addresses: ['192.0.2.1', '::1'], port: 0 });
  await set.apply({ addresses: ['192.0.2.1', '::1'], port: 40_001 });
  assert.equal([set.port, log.length], [40_001, 2]);
});

sets('opens another port before it closes the old one', async () => {
  const { set, log } = underTest();
  await set.apply({ addresses: [undefined], port: 8554 });
  await set.apply({ addresses: [undefined], port: 554 });
  assert.equal(log, ['+all 8554', '+all 554', '-all 8554']);
});

sets('stays where it is when a port is taken, whichever address failed', async () => {
  const { set, open, taken } = underTest();
  await set.apply({ addresses: ['192.0.2.1', '192.0.2.2'], port: 8554 });
  taken.add(554);
  const error = await set.apply({ addresses: ['192.0.2.1', '192.0.2.2'], port: 554 }).catch((one) => one.code);
  assert.is(error, 'EADDRINUSE');
  assert.equal([...open], ['192.0.2.1 8554', '192.0.2.2 8554']);
  await set.apply({ addresses: ['192.0.2.1'], port: 8555 });
  assert.equal([...open], ['192.0.2.1 8555']);
});

sets('goes from all addresses to one on the same port, and back', async () => {
  const { set, open } = underTest();
  await set.apply({ addresses: [undefined], port: 8554 });
  await set.apply({ addresses: ['192.0.2.1'], port: 8554 });
  assert.equal([...open], ['192.0.2.1 8554']);
  await set.apply({ addresses: [undefined], port: 8554 });
  assert.equal([...open], ['all 8554']);
});

sets('has no port once closed, and can begin again', async () => {
  const { set, open } = underTest();
  await set.apply({ addresses: [undefined], port: 8554 });
  set.close();
  assert.equal([set.port, open.size], [undefined, 0]);
  await set.apply({ addresses: [undefined], port: 8554 });
  assert.equal([...open], ['all 8554']);
});

sets.run();
