import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { jpegSize } from '../jpeg-size.ts';
import { type Camera, cameraUnderTest } from './camera-under-test.ts';
import { type NodeOnvifDevice, nodeOnvif } from './node-onvif-client.ts';

const peer = suite('npm node-onvif');

let camera: Camera;
let device: NodeOnvifDevice;

peer.before(async () => {
  camera = await cameraUnderTest();
});

peer.after(async () => {
  await camera.stop();
});

peer('initialises: capabilities, device information, profiles, stream and snapshot URIs', async () => {
  device = new nodeOnvif.OnvifDevice({ xaddr: camera.summary.onvif, user: camera.admin, pass: camera.password });
  const information = await device.init();
  assert.ok(information.SerialNumber.length > 0);
  const profiles = device.getProfileList();
  assert.ok(profiles.length >= 2);
  assert.equal(profiles[0]?.video.encoder.resolution, { width: 1280, height: 720 });
});

peer('knows the stream of the first profile', () => {
  assert.is(new URL(device.getUdpStreamUrl()).port, new URL(camera.summary.rtsp[0] ?? '').port);
});

peer('fetches a snapshot of the size of the profile', async () => {
  const snapshot = await device.fetchSnapshot();
  assert.match(snapshot.headers['content-type'] ?? '', 'image/jpeg');
  assert.equal(jpegSize(snapshot.body), { width: 1280, height: 720 });
});

peer('reads the event properties', async () => {
  const properties = await device.services.events?.getEventProperties();
  assert.match(JSON.stringify(properties?.data ?? {}), 'TopicSet');
});

peer.run();
