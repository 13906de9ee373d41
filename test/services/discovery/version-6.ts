import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { discoveryOn, freePort, interfacesHere, uuid } from './lan.ts';
import { probeText, resolveText } from './probe-text.ts';

const discovery = suite('discovery over IPv6');

/** An interface of this machine with a link-local address; loopback has no multicast route in IPv6. */
const link = interfacesHere(true).find(({ addresses }) => addresses.some(({ address }) => address.startsWith('fe80:')));
const local = link?.addresses.find(({ address }) => address.startsWith('fe80:'))?.address;

discovery('answers a probe to ff02::c and a resolve to its own address', async () => {
  if (link === undefined || local === undefined) {
    process.stdout.write('\nskip: discovery over IPv6: no interface here has a link-local address\n');
    return;
  }
  const port = await freePort();
  const zoned = `${local.split('%')[0]}%${link.name}`;
  await using camera = discoveryOn(port, { system: { networkInterfaces: () => [link] } });
  await camera.start();
  const asking = createSocket('udp6');
  try {
    asking.bind(0, zoned);
    await once(asking, 'listening');
    asking.setMulticastInterface(`::%${link.name}`);
    const probed = once(asking, 'message', { signal: AbortSignal.timeout(20_000) });
    asking.send(probeText('<d:Types>tds:Device</d:Types>'), port, `ff02::c%${link.name}`);
    assert.match(String((await probed)[0]), /ProbeMatches>.*XAddrs>http:/);
    const resolved = once(asking, 'message', { signal: AbortSignal.timeout(20_000) });
    asking.send(resolveText(`urn:uuid:${uuid}`), port, zoned);
    assert.match(String((await resolved)[0]), /ResolveMatches>.*XAddrs>http:/);
  } finally {
    asking.close();
  }
});

discovery.run();
