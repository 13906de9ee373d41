// time limit: 120 s
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { GroupPackets } from './group-packets.ts';
import { documentsOf, playMetadata } from './metadata-client.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const restart = suite('restart of the media process');
const run = promisify(execFile);

async function call({ summary, admin, password }: Camera, message: string): Promise<string> {
  const { status, text } = await soap(summary.onvif, message, [admin, password]);
  assert.is(status, 200, text);
  return text;
}

/** Address and port of the group of the first profile's picture. */
async function groupOf(camera: Camera): Promise<{ address: string; port: number }> {
  const text = await call(
    camera,
    '<tr2:GetVideoEncoderConfigurations><tr2:ConfigurationToken>VideoEncoder1</tr2:ConfigurationToken></tr2:GetVideoEncoderConfigurations>',
  );
  const [, address = '', port = ''] = /<tt:IPv4Address>([^<]*)<.*?<tt:Port>(\d+)</s.exec(text) ?? [];
  return { address, port: Number(port) };
}

/** Decodes pictures over TLS: `tcp` on the RTSPS port, `https` as a tunnel of the HTTPS port. */
async function playSecure({ summary, admin, password }: Camera, transport: 'tcp' | 'https'): Promise<void> {
  const { port } = new URL(transport === 'tcp' ? (summary.rtsps?.[1] ?? '') : (summary.https ?? ''));
  const scheme = transport === 'tcp' ? 'rtsps' : 'rtsp';
  const url = `${scheme}://${admin}:${password}@127.0.0.1:${port}/Profile2`;
  const words = ['-nostdin', '-v', 'error', '-rtsp_transport', transport, '-i', url, '-frames:v', '5', '-f', 'null'];
  await run('ffmpeg', [...words, '-'], { timeout: 20_000 });
}

restart('brings multicast, metadata, RTSPS and relays back without anybody asking', async () => {
  const camera = await startCamera(['--https-port', '0', '--rtsps-port', '0']);
  try {
    const { address, port } = await groupOf(camera);
    await call(
      camera,
      '<tr2:StartMulticastStreaming><tr2:ProfileToken>Profile1</tr2:ProfileToken></tr2:StartMulticastStreaming>',
    );
    const member = await GroupPackets.join(address, port);
    await until(() => member.count > 20, 'multicast');
    const before = await playMetadata(camera);
    await until(() => documentsOf(before.client).length > 0, 'metadata');
    await Promise.all([playSecure(camera, 'tcp'), playSecure(camera, 'https')]);

    process.kill(camera.summary.mediaPid, 'SIGKILL');
    await until(() => before.client.closed, 'the end of the session');
    member.count = 0;
    await until(() => member.count > 20, 'multicast again');
    member.close();
    const after = await playMetadata(camera);
    await until(() => String(documentsOf(after.client)[0] ?? '').includes('"Initialized"'), 'metadata again');
    after.client.close();
    await Promise.all([playSecure(camera, 'tcp'), playSecure(camera, 'https')]);
  } finally {
    await camera.stop();
  }
});

restart.run();
