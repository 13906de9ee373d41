import onvif from 'onvif';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { jpegSize } from '../jpeg-size.ts';
import { type Camera, cameraUnderTest } from './camera-under-test.ts';

const peer = suite('npm onvif');

let camera: Camera;
let cam: onvif.Cam;

peer.before(async () => {
  camera = await cameraUnderTest();
});

peer.after(async () => {
  await camera.stop();
});

/** Calls a callback method of the client. */
function call<T>(method: string, ...words: unknown[]): Promise<T> {
  const target = cam as unknown as Record<string, (...all: unknown[]) => void>;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, answer: T): void => (error ? reject(error) : resolve(answer));
    target[method]?.call(cam, ...words, done);
  });
}

peer('connects with WS-UsernameToken and reads profiles and sources', async () => {
  const address = new URL(camera.summary.onvif);
  cam = new onvif.Cam({
    hostname: address.hostname,
    port: Number(address.port),
    username: camera.admin,
    password: camera.password,
    autoconnect: false,
  });
  await call('connect');
  assert.ok(cam.profiles && cam.profiles.length >= 2, 'two profiles');
});

peer('gets a stream URI that leads to the RTSP server', async () => {
  const answer = await call<{ uri: string }>('getStreamUri', { protocol: 'RTSP' });
  assert.is(new URL(answer.uri).port, new URL(camera.summary.rtsp[0] ?? '').port);
});

peer('gets a snapshot URI whose picture has the size of the profile', async () => {
  const answer = await call<{ uri: string }>('getSnapshotUri', {});
  const picture = await fetch(answer.uri);
  assert.is(picture.status, 401, 'the first GET without credentials is challenged');
  const fetched = await fetchDigest(answer.uri, camera.admin, camera.password);
  assert.equal(jpegSize(fetched), { width: 1280, height: 720 });
});

peer('pulls the properties as Initialized messages and unsubscribes', async () => {
  await call('createPullPointSubscription');
  const answer = await call<{ notificationMessage?: unknown }>('pullMessages', { timeout: 'PT5S', messageLimit: 10 });
  assert.ok(answer.notificationMessage, 'at least one message');
  await call('renew', {});
  await call('unsubscribe');
});

peer('reads and writes the video encoder configuration', async () => {
  const configurations = await call<{ $: { token: string } }[]>('getVideoEncoderConfigurations');
  assert.ok(configurations.length >= 2);
  const users = await call<{ username: string }[]>('getUsers');
  assert.ok(JSON.stringify(users).includes(camera.admin));
});

async function fetchDigest(url: string, user: string, password: string): Promise<Buffer> {
  const { DigestClient } = await import('../bench/digest-client.ts');
  const first = await fetch(url);
  const challenge = (first.headers.get('www-authenticate') ?? '')
    .split(/, (?=Digest )/)
    .find((one) => !one.includes('SHA-256'));
  const digest = new DigestClient(challenge ?? '', user, password);
  const reply = await fetch(url, { headers: { authorization: digest.authorization('GET', new URL(url).pathname) } });
  assert.is(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
}

peer.run();
