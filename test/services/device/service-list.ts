import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serviceListFeature } from '../../../services/device/service-list.ts';
import type * as tds from '../../../services/generated/tds.ts';
import type { RequestContext } from '../../../services/http/request-context.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { mediaUnderTest } from '../entities/media-under-test.ts';

const list = suite('service list');

const media = mediaUnderTest();
const services = [createMediaService(media), createMedia2Service(media)];

async function capabilitiesOf(origin: string): Promise<readonly string[]> {
  const { GetServices } = serviceListFeature({ services: () => services }, () => ({
    Network: {},
    Security: {},
    System: {},
  })).handlers;
  if (typeof GetServices !== 'function') throw new Error('not offered');
  const signal = new AbortController().signal;
  const context: RequestContext = {
    user: undefined,
    origin,
    host: 'h',
    remoteAddress: 'h',
    localAddress: '192.0.2.2',
    subPath: '',
    signal,
  };
  const { Service }: tds.GetServicesResponse = await GetServices({ IncludeCapability: true }, context);
  return Service.map(({ Capabilities }) => {
    const [element] = Capabilities?.Any ?? [];
    return element !== undefined && 'xml' in element ? element.xml : '';
  });
}

for (const [origin, uri] of [
  ['http://h:8080', 'ws:/onvif/rtsp'],
  ['https://h', 'wss:/onvif/rtsp'],
] as const) {
  list(`a client that came by ${origin} finds ${uri} in the services`, async () => {
    const [old, now] = await capabilitiesOf(origin);
    assert.match(now ?? '', `RTSPWebSocketUri="${uri}"`);
    assert.match(old ?? '', 'RTPMulticast="true"');
  });
}

list.run();
