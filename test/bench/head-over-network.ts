import { startCamera } from '../firmware/running-camera.ts';
import { decodePictures } from './decoded-pictures.ts';
import { MotionWatch, watched } from './motion-watch.ts';
import { ptzClient } from './ptz-client.ts';
import { quietPan, type WatchedHead } from './watched-head.ts';

/** Head of a running camera over SOAP; its pictures as a client decodes them. */
export async function headOverNetwork(options: readonly string[]): Promise<WatchedHead> {
  const camera = await startCamera(options);
  const { admin, password, summary } = camera;
  const send = await ptzClient(new URL('/onvif/PTZ', summary.onvif).href, admin, password);
  const url = new URL(summary.rtsp[0] ?? '');
  url.username = admin;
  url.password = password;
  const profile = `<ProfileToken>${url.pathname.split('/').filter(Boolean).at(-1) ?? ''}</ProfileToken>`;
  const watch = new MotionWatch();
  const format = { ...watched, pixels: 'gray' } as const;
  const decoder = decodePictures(url.href, format, (picture) => watch.take(picture, performance.now()));
  await send('AbsoluteMove', `${profile}<Position><t:PanTilt x="${quietPan / 170}" y="-0.5"/></Position>`);
  return {
    watch,
    turn: async (sign) => {
      const velocity = `<Velocity><t:PanTilt x="${sign / 2}" y="0"/></Velocity>`;
      await send('ContinuousMove', `${profile}${velocity}<Timeout>PT10S</Timeout>`);
    },
    stop: async () => {
      await send('Stop', profile);
    },
    async close() {
      decoder.end();
      await camera.stop();
    },
  };
}
