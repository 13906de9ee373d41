// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';
import { startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const active = suite('active sessions of a camera');

const events = ' xmlns:e="http://www.onvif.org/ver10/events/wsdl"';

/** `Changed 127.0.0.1 127.0.0.1` of the video encoder, one line a message. */
function told(answer: string): readonly string[] {
  return answer
    .split('<wsnt:NotificationMessage>')
    .filter((one) => one.includes('ActiveSessions/VideoEncoder<'))
    .map((one) => {
      const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(one)?.[1] ?? '';
      return `${value('PropertyOperation')} ${value('Name="Sessions" Value')}`.trim();
    });
}

active('a subscriber hears of each client that plays the video, and of its end', async () => {
  const camera = await startCamera([]);
  try {
    const account = [camera.admin, camera.password] as const;
    const service = new URL('/onvif/event_service', camera.summary.onvif).href;
    const created = await soap(service, `<e:CreatePullPointSubscription${events}/>`, account);
    const address = /Address>([^<]+)</.exec(created.text)?.[1] ?? '';
    const hear = async (line: string): Promise<void> => {
      const heard: string[] = [];
      for (const end = Date.now() + 20_000; !heard.includes(line); ) {
        assert.ok(Date.now() < end, `heard ${heard.join(', ')}, not ${line}`);
        const pull = `<e:PullMessages${events}><e:Timeout>PT1S</e:Timeout><e:MessageLimit>100</e:MessageLimit></e:PullMessages>`;
        heard.push(...told((await soap(address, pull, account)).text));
      }
    };
    const uri = camera.summary.rtsp[0] ?? '';
    const open = (): Promise<RtspClient> =>
      RtspClient.open(Number(new URL(uri).port), { name: camera.admin, password: camera.password });
    const [first, second] = [await open(), await open()];
    const session = await first.playInterleaved(uri);
    await hear('Initialized 127.0.0.1');
    await second.playInterleaved(uri);
    await hear('Changed 127.0.0.1 127.0.0.1');
    second.close();
    await hear('Changed 127.0.0.1');
    await first.request('TEARDOWN', uri, { Session: session });
    await hear('Deleted');
    first.close();
  } finally {
    await camera.stop();
  }
});

active.run();
