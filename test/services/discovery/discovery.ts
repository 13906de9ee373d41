import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NetworkInterface } from '../../../hal/ports/system.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { client, discoveryOn, freePort, interfacesHere, listener, Scopes, uuid } from './lan.ts';
import { probeText, resolveText } from './probe-text.ts';

const discovery = suite('discovery');

const text = (message: string | undefined, name: string): string | undefined =>
  message?.match(new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`))?.[1];
const sequence = (message: string | undefined): readonly number[] =>
  (message?.match(/InstanceId="(\d+)" MessageNumber="(\d+)"/) ?? []).slice(1).map(Number);
const version = (message: string | undefined): number => Number(text(message, 'MetadataVersion'));

discovery('answers a multicast probe with what a client needs', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  await asking.send(probeText('<d:Types>dn:NetworkVideoTransmitter</d:Types>'), port);
  const [answer] = await asking.until(/ProbeMatches/);
  assert.is(text(answer, 'RelatesTo'), 'urn:uuid:7');
  assert.is(text(answer, 'Address'), `urn:uuid:${uuid}`);
  assert.is(text(answer, 'Types'), 'dn:NetworkVideoTransmitter tds:Device');
  assert.is(text(answer, 'Scopes'), 'onvif://www.onvif.org/Profile/Streaming onvif://www.onvif.org/name/Test');
  assert.is(text(answer, 'XAddrs'), 'http://127.0.0.1:8080/onvif/device_service');
  assert.is(text(answer, 'Action'), 'http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches');
  assert.is(version(answer), 1);
});

const probes: readonly (readonly [name: string, inside: string, matches: boolean])[] = [
  ['everything', '', true],
  ['tds:Device', '<d:Types>tds:Device</d:Types>', true],
  ['both types', '<d:Types>tds:Device dn:NetworkVideoTransmitter</d:Types>', true],
  [
    'the type by another prefix',
    '<q:Types xmlns:q="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:z="http://www.onvif.org/ver10/device/wsdl">z:Device</q:Types>',
    true,
  ],
  ['a printer', '<d:Types xmlns:p="urn:printer">p:Printer</d:Types>', false],
  ['a device and a printer', '<d:Types xmlns:p="urn:printer">tds:Device p:Printer</d:Types>', false],
  ['the right name in the wrong namespace', '<d:Types>d:Device</d:Types>', false],
  ['a scope we have', '<d:Scopes>onvif://www.onvif.org/name</d:Scopes>', true],
  ['a scope we have not', '<d:Scopes>onvif://www.onvif.org/name/Other</d:Scopes>', false],
  ['an unknown rule, multicast', '<d:Scopes MatchBy="urn:rule">onvif://www.onvif.org/name</d:Scopes>', false],
];

discovery('answers the probes that match and keeps silent on the others', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  for (const [index, [, inside]] of probes.entries()) await asking.send(probeText(inside, `urn:uuid:${index}.`), port);
  const expected = probes.flatMap(([name, , matches]) => (matches ? [name] : []));
  await asking.until(/ProbeMatches/, expected.length);
  await asking.send(probeText('', 'urn:uuid:last'), port);
  await asking.until(/urn:uuid:last/);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const answered = probes.filter((_, index) => asking.heard.some((answer) => answer.includes(`urn:uuid:${index}.<`)));
  assert.equal(
    answered.map(([name]) => name),
    expected,
  );
});

discovery('answers a Resolve for its own address only', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  await asking.send(resolveText('urn:uuid:0b3b1d8f-2222-4000-8000-00000000abcd', 'urn:uuid:other'), port);
  await asking.send(resolveText(`urn:uuid:${uuid}`, 'urn:uuid:mine'), port);
  const [answer] = await asking.until(/ResolveMatches/);
  assert.is(text(answer, 'RelatesTo'), 'urn:uuid:mine');
  assert.is(text(answer, 'XAddrs'), 'http://127.0.0.1:8080/onvif/device_service');
});

discovery('answers a unicast probe, an unknown matching rule with the fault', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  await asking.send(probeText('', 'urn:uuid:one'), port, '127.0.0.1');
  await asking.until(/RelatesTo>urn:uuid:one<.*ProbeMatches/);
  await asking.send(probeText('<d:Scopes MatchBy="urn:rule">a:b</d:Scopes>', 'urn:uuid:two'), port, '127.0.0.1');
  const [fault] = await asking.until(/urn:uuid:two/);
  assert.match(fault ?? '', 'd:MatchingRuleNotSupported');
  assert.match(fault ?? '', '/ws/2005/04/discovery/rfc3986');
});

discovery('answers a repeated message once', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  for (let count = 0; count < 5; count += 1) await asking.send(probeText('', 'urn:uuid:same'), port);
  await asking.send(probeText('', 'urn:uuid:next'), port);
  await asking.until(/urn:uuid:next/);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.is(asking.heard.filter((answer) => answer.includes('urn:uuid:same')).length, 1);
});

discovery('says Hello at start, after each change of scopes, and Bye at the end', async () => {
  const port = await freePort();
  const scopes = new Scopes('onvif://www.onvif.org/name/One');
  const camera = discoveryOn(port, { scopes });
  await using hearing = await listener(port);
  await camera.start();
  const [first] = await hearing.until(/<d:Hello>/);
  assert.is(text(first, 'XAddrs'), 'http://127.0.0.1:8080/onvif/device_service');
  scopes.set('onvif://www.onvif.org/name/Two');
  const [second] = await hearing.until(/<d:Hello>.*name\/Two/);
  assert.is(version(second), version(first) + 1);
  assert.is(sequence(second)[0], sequence(first)[0]);
  assert.ok((sequence(second)[1] ?? 0) > (sequence(first)[1] ?? 0));
  await camera.stop();
  const [last] = await hearing.until(/<d:Bye>/);
  assert.is(text(last, 'Address'), `urn:uuid:${uuid}`);
});

discovery('keeps mode and metadata version over a restart, and starts a new instance', async () => {
  const port = await freePort();
  const stored = new Map<string, string>();
  await using hearing = await listener(port);
  const first = discoveryOn(port, { settings: memorySettings(stored) });
  await first.start();
  const [before] = await hearing.until(/<d:Hello>/);
  await first.stop();
  const heard = hearing.heard.length;
  const second = discoveryOn(port, { settings: memorySettings(stored) });
  await second.start();
  await hearing.until(/<d:Hello>/, 3);
  const after = hearing.heard.slice(heard).find((message) => message.includes('<d:Hello>'));
  assert.is(version(after), version(before));
  assert.ok((sequence(after)[0] ?? 0) > (sequence(before)[0] ?? 0));
  await second.setMode('NonDiscoverable');
  await second.stop();
  assert.is(discoveryOn(port, { settings: memorySettings(stored) }).mode(), 'NonDiscoverable');
});

discovery('is silent and deaf while NonDiscoverable', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await using hearing = await listener(port);
  await camera.start();
  await camera.setMode('NonDiscoverable');
  await hearing.until(/<d:Bye>/);
  const heard = hearing.heard.length;
  await asking.send(probeText('', 'urn:uuid:deaf'), port);
  await camera.setMode('Discoverable');
  await asking.send(probeText('', 'urn:uuid:awake'), port);
  await asking.until(/urn:uuid:awake/);
  await hearing.until(/<d:Hello>/);
  assert.not(asking.heard.some((answer) => answer.includes('urn:uuid:deaf')));
  assert.ok(hearing.heard.length > heard);
});

discovery('notices a new address: moves there, says Hello, counts the metadata on', async () => {
  const port = await freePort();
  let interfaces: readonly NetworkInterface[] = [];
  await using camera = discoveryOn(port, { system: { networkInterfaces: () => interfaces }, pollInterval: 20 });
  await using hearing = await listener(port);
  await camera.start();
  interfaces = interfacesHere();
  const [first] = await hearing.until(/<d:Hello>/);
  assert.is(version(first), 1);
  const here = interfacesHere();
  interfaces = here.map((one) => ({
    ...one,
    addresses: [...one.addresses, { family: 'IPv4', address: '127.0.0.9', prefixLength: 8 }],
  }));
  const [second] = await hearing.until(/<d:Hello>.*127\.0\.0\.9/);
  assert.is(version(second), 2);
});

discovery('several cameras on one host all answer a multicast probe', async () => {
  const port = await freePort();
  await using one = discoveryOn(port, { uuid: uuid.replace('1111', '0001') });
  await using two = discoveryOn(port, { uuid: uuid.replace('1111', '0002') });
  await using asking = await client();
  await Promise.all([one.start(), two.start()]);
  await asking.send(probeText(''), port);
  await asking.until(/0b3b1d8f-0001/);
  await asking.until(/0b3b1d8f-0002/);
});

discovery('survives garbage and still answers', async () => {
  const port = await freePort();
  await using camera = discoveryOn(port);
  await using asking = await client();
  await camera.start();
  const noise = [
    '',
    '<',
    '\0'.repeat(100),
    'Probe',
    probeText('<'),
    probeText('').replace('<s:', '<!DOCTYPE x><s:'),
    'Probe'.repeat(12_000),
  ];
  for (const datagram of noise) await asking.send(datagram, port);
  await asking.send(probeText('', 'urn:uuid:alive'), port);
  const [answer] = await asking.until(/./);
  assert.is(text(answer, 'RelatesTo'), 'urn:uuid:alive');
});

discovery.run();
