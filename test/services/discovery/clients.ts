import { createRequire } from 'node:module';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { discoveryOn, interfacesHere, Scopes, uuid } from './lan.ts';

/** The discovery parts of npm onvif and node-onvif; neither ships types that fit. */
interface Onvif {
  readonly Discovery: {
    probe(
      options: { readonly timeout: number; readonly resolve: boolean; readonly device?: string },
      done: (error: unknown, found: readonly { readonly probeMatches: ProbeMatches }[]) => void,
    ): void;
    on(event: 'error', listener: () => void): void;
  };
}
interface ProbeMatches {
  readonly probeMatch: { readonly endpointReference: { readonly address: string }; readonly XAddrs: string };
}
interface NodeOnvif {
  startProbe(): Promise<
    readonly {
      readonly urn: string;
      readonly name: string;
      readonly hardware: string;
      readonly location: string;
      readonly xaddrs: readonly string[];
    }[]
  >;
}

const load = createRequire(import.meta.url);
const onvif = load('onvif') as Onvif;
const nodeOnvif = load('node-onvif') as NodeOnvif;

const clients = suite('discovery by other clients');

const scopes = new Scopes(
  'onvif://www.onvif.org/Profile/Streaming',
  'onvif://www.onvif.org/hardware/virtual',
  'onvif://www.onvif.org/name/Vedette_Test',
  'onvif://www.onvif.org/location/here',
);

/** The well-known port, on every interface of this machine: these clients know no other. */
const camera = discoveryOn(3702, { scopes, system: { networkInterfaces: () => interfacesHere(true) } });

clients.before(() => camera.start());
clients.after(() => camera.stop());

clients('npm onvif finds the camera on loopback', async () => {
  onvif.Discovery.on('error', () => undefined);
  const found = await new Promise<readonly { readonly probeMatches: ProbeMatches }[]>((resolve) => {
    onvif.Discovery.probe({ timeout: 1500, resolve: false, device: 'lo' }, (_, cameras) => resolve(cameras));
  });
  const mine = found.find(
    ({ probeMatches }) => probeMatches.probeMatch.endpointReference.address === `urn:uuid:${uuid}`,
  );
  assert.match(mine?.probeMatches.probeMatch.XAddrs ?? '', /^http:\/\/127\.0\.0\.1:8080\/onvif\/device_service/);
});

clients('node-onvif finds the camera and reads its scopes', async () => {
  const outside = interfacesHere(true).flatMap(({ loopback, addresses }) =>
    loopback ? [] : addresses.filter(({ family }) => family === 'IPv4'),
  );
  if (outside.length === 0) {
    process.stdout.write('\nskip: node-onvif: it probes on the default route, and there is no network but loopback\n');
    return;
  }
  const found = await nodeOnvif.startProbe();
  const mine = found.find(({ urn }) => urn === `urn:uuid:${uuid}`);
  assert.ok(mine, 'not found');
  assert.equal(
    { name: mine.name, hardware: mine.hardware, location: mine.location },
    { name: 'Vedette Test', hardware: 'virtual', location: 'here' },
  );
  const hosts = outside.map(({ address }) => address);
  assert.ok(hosts.includes(new URL(mine.xaddrs[0] ?? '').hostname), `first address is ${mine.xaddrs[0]}`);
});

clients.run();
