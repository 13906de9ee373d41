import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { hostSummary } from '../../../../scripts/machines/qemu-arm64/host-summary.ts';

const summary = suite('summary of an emulated camera');

const told = {
  onvif: 'http://10.0.2.15:8080/onvif/device_service',
  rtsp: ['rtsp://10.0.2.15:8554/Profile1', 'rtsp://10.0.2.15:8554/Profile2'],
  snapshot: ['http://10.0.2.15:8080/onvif/snapshot/Profile1'],
  admin: 'admin',
  password: 'made//10.0.2.15:now',
  pid: 140,
  mediaPid: 148,
};

for (const [address, shown] of [
  ['127.0.0.1', '127.0.0.1'],
  ['192.0.2.7', '192.0.2.7'],
  ['0.0.0.0', '127.0.0.1'],
] as const) {
  summary(`shows ${shown} where ${address} is served`, () => {
    assert.equal(hostSummary(told, address), {
      ...told,
      onvif: `http://${shown}:8080/onvif/device_service`,
      rtsp: [`rtsp://${shown}:8554/Profile1`, `rtsp://${shown}:8554/Profile2`],
      snapshot: [`http://${shown}:8080/onvif/snapshot/Profile1`],
    });
  });
}

summary('leaves other addresses alone', () => {
  const other = { ...told, onvif: 'http://10.0.2.150:8080/onvif/device_service' };
  assert.is(hostSummary(other, '127.0.0.1').onvif, other.onvif);
});

summary.run();
