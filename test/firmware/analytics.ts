// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validateMessages } from '../services/discovery/official-validator.ts';
import { until } from '../until.ts';
import { documentsOf, playMetadata } from './metadata-client.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const analytics = suite('video analytics of a camera');
const trt = 'xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"';
const tev = 'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"';

const caller =
  (camera: Camera) =>
  async (path: string, message: string): Promise<string> => {
    const url = path.startsWith('http') ? path : new URL(path, camera.summary.onvif).href;
    const { status, text } = await soap(url, message, [camera.admin, camera.password]);
    assert.is(status, 200, text);
    return text;
  };

/** Puts the scene description into the metadata stream of the first profile. */
async function describeScene(camera: Camera): Promise<void> {
  const call = caller(camera);
  const profile = new URL(camera.summary.rtsp[0] ?? '').pathname.slice(1);
  const add = `<trt:ProfileToken>${profile}</trt:ProfileToken><trt:ConfigurationToken>VideoAnalytics1</trt:ConfigurationToken>`;
  await call('media_service', `<trt:AddVideoAnalyticsConfiguration ${trt}>${add}</trt:AddVideoAnalyticsConfiguration>`);
  const present = await call('media_service', `<trt:GetMetadataConfigurations ${trt}/>`);
  const [, attributes = '', content = ''] =
    /<trt:Configurations([^>]*)>(.*?)<\/trt:Configurations>/s.exec(present) ?? [];
  const wanted = content.replace(/<tt:Analytics>[^<]*</, '<tt:Analytics>true<');
  const set = `<trt:Configuration${attributes}>${wanted}</trt:Configuration><trt:ForcePersistence>true</trt:ForcePersistence>`;
  await call('media_service', `<trt:SetMetadataConfiguration ${trt}>${set}</trt:SetMetadataConfiguration>`);
}

/** Times of messages of a topic that say that, in order. */
function timesIn(text: string, topic: string, state: string): readonly string[] {
  return text
    .split('NotificationMessage>')
    .filter((one) => one.includes(topic) && one.includes(`Value="${state}"`) && one.includes('"Changed"'))
    .map((one) => /UtcTime="([^"]+)"/.exec(one)?.[1] ?? '');
}

// shows STR-78, ANA-01, ANA-27, IMG-13
analytics('motion is the same story on a pull point and in the metadata stream, with times of frames', async () => {
  const camera = await startCamera([]);
  try {
    const call = caller(camera);
    await describeScene(camera);
    const created = await call('event_service', `<tev:CreatePullPointSubscription ${tev}/>`);
    const point = /Address>([^<]*)</.exec(created)?.[1] ?? '';
    const { client } = await playMetadata(camera);
    const documents = (): string => documentsOf(client).map(String).join('\n');
    let pulled = '';
    const pull = `<tev:PullMessages ${tev}><tev:Timeout>PT1S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit></tev:PullMessages>`;
    const alarm = 'VideoSource/MotionAlarm';
    const deadline = performance.now() + 90_000;
    while (timesIn(pulled, alarm, 'true').length === 0 && performance.now() < deadline)
      pulled += await call(point, pull);
    const [time = 'none'] = timesIn(pulled, alarm, 'true');
    await until(
      () => timesIn(documents(), alarm, 'true').includes(time),
      `the alarm of ${time} in the metadata stream`,
    );
    await until(() => documents().includes(`<tt:Frame UtcTime="${time}" Source=`), `a frame of ${time}`);
    assert.match(documents(), '<tt:MotionInCells Columns="32"');
    assert.equal(timesIn(pulled, 'CellMotionDetector/Motion', 'true')[0], time);
    client.close();
    const whole = documentsOf(client).map(String);
    await validateMessages(Object.fromEntries(whole.map((one, index) => [`document-${index}`, one])));
  } finally {
    await camera.stop();
  }
});

analytics.run();
