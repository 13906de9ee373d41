import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { configurationOperations } from '../../../../../services/entities/configuration-operations.ts';
import type { MetadataEntity } from '../../../../../services/entities/kinds/metadata/view.ts';
import { metadataView } from '../../../../../services/entities/kinds/metadata/view.ts';
import { type MediaOperations, mediaOperations } from '../../../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { createMediaService } from '../../../../../services/media/service.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import { Exchange } from '../../../events/exchange.ts';
import { refusalOf } from '../../../events/refusals.ts';
import { type MediaUnderTest, mediaUnderTest } from '../../media-under-test.ts';

const metadata = suite('metadata configuration');

const token = { ConfigurationToken: 'Metadata1' };

interface UnderTest extends MediaUnderTest {
  readonly told: () => tt.MetadataConfiguration;
  readonly set: (wish: Partial<tt.MetadataConfiguration>) => Promise<unknown>;
  readonly entity: () => MetadataEntity | undefined;
}

function underTest(service: 'media' | 'media2' = 'media2'): UnderTest {
  const media = mediaUnderTest();
  const operations = configurationOperations(media.store, service, 'Metadata', metadataView(media, service));
  const told = (): tt.MetadataConfiguration => operations.one(token).Configuration;
  return {
    ...media,
    told,
    set: (wish) => operations.set({ Configuration: { ...told(), ...wish } }),
    entity: () => media.store.entities.Metadata[0],
  };
}

const module = { Name: 'm', Type: 'tt:CellMotionEngine', Parameters: {} };

const accepted: readonly (readonly [wish: Partial<tt.MetadataConfiguration>, becomes: Partial<MetadataEntity>])[] = [
  [{}, {}],
  [{ Name: 'door' }, { name: 'door' }],
  [{ CompressionType: 'GZIP' }, { compression: 'GZIP' }],
  [{ Analytics: true }, { analytics: true }],
  [{ Events: { Filter: {} } }, {}],
  [{ Events: { SubscriptionPolicy: {} } }, {}],
  [{ PTZStatus: { Status: false, Position: false } }, { ptz: { status: false, position: false } }],
  [{ GeoLocation: false, ShapePolygon: false, AnalyticsEngineConfiguration: {} }, {}],
];

for (const [wish, becomes] of accepted) {
  metadata(`${JSON.stringify(wish)} is done`, async () => {
    const { set, entity } = underTest();
    const before = entity();
    await set(wish);
    assert.equal(entity(), { ...before, ...becomes });
  });
}

const refused: readonly Partial<tt.MetadataConfiguration>[] = [
  { Name: 'x'.repeat(65) },
  { CompressionType: 'EXI' },
  { CompressionType: '' },
  { PTZStatus: { Status: true, Position: false } },
  { PTZStatus: { Status: false, Position: true } },
  { PTZStatus: { Status: false, Position: false, FieldOfView: true } },
  { GeoLocation: true },
  { ShapePolygon: true },
  { SensorData: {} },
  { AnalyticsEngineConfiguration: { AnalyticsModule: [module] } },
  { SecureStreamingProtocolAlgorithm: 'AEAD_AES_128_GCM' },
];

for (const wish of refused) {
  metadata(`${JSON.stringify(wish).slice(0, 90)} is ConfigModify`, async () => {
    const { set, entity } = underTest();
    const before = entity();
    assert.is(await refusalOf(() => set(wish)), 'ConfigModify');
    assert.is(entity(), before);
  });
}

metadata('without the element no events are wanted', async () => {
  const media = mediaUnderTest();
  const operations = configurationOperations(media.store, 'media2', 'Metadata', metadataView(media, 'media2'));
  const { Events, ...rest } = operations.one(token).Configuration;
  assert.equal(Events, {});
  await operations.set({ Configuration: rest });
  assert.is(media.store.entities.Metadata[0]?.events, undefined);
  assert.is(operations.one(token).Configuration.Events, undefined);
});

metadata('the session timeout is set in ver10 and ignored in Media2', async () => {
  const old = underTest('media');
  await old.set({ SessionTimeout: 'PT90S' });
  assert.is(old.entity()?.sessionTimeout, 90);
  assert.is(await refusalOf(() => old.set({ SessionTimeout: 'soon' })), 'ConfigModify');
  const now = underTest();
  await now.set({ SessionTimeout: 'PT90S' });
  assert.is(now.entity()?.sessionTimeout, 60);
});

metadata('SRTP is a matter of Media2 with TLS', async () => {
  const now = underTest();
  now.tls.on = true;
  assert.is(now.told().SecureStreamingProtocolAlgorithm, 'AES_CM_128_HMAC_SHA1_80');
  await now.set({ SecureStreamingProtocolAlgorithm: 'NONE' });
  assert.is(now.entity()?.srtp, 'NONE');
  const old = underTest('media');
  old.tls.on = true;
  assert.is(old.told().SecureStreamingProtocolAlgorithm, undefined);
});

const concrete = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet';
const itemFilter = 'http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter';

/** A whole request, as only XML can tell namespaces. */
function request(operation: string, filter: string): string {
  const compression = operation.startsWith('trt') ? '<trt:ForcePersistence>true</trt:ForcePersistence>' : '';
  const prefix = operation.slice(0, operation.indexOf(':'));
  return (
    `<${operation}><${prefix}:Configuration token="Metadata1"><tt:Name>m</tt:Name><tt:UseCount>0</tt:UseCount>` +
    `<tt:Events><tt:Filter>${filter}</tt:Filter></tt:Events><tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type>` +
    '<tt:IPv4Address>239.1.1.1</tt:IPv4Address></tt:Address><tt:Port>5000</tt:Port><tt:TTL>1</tt:TTL>' +
    '<tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout>' +
    `</${prefix}:Configuration>${compression}</${operation}>`
  );
}

const topic = (text: string): string => `<wsnt:TopicExpression Dialect="${concrete}">${text}</wsnt:TopicExpression>`;
const content = (text: string): string => `<wsnt:MessageContent Dialect="${itemFilter}">${text}</wsnt:MessageContent>`;

// shows MED-09, MD2-08
metadata('a filter of events is told as it was set, in both services and after a restart', async () => {
  const media = mediaUnderTest();
  const filter = topic('tns1:Media/ProfileChanged') + content('boolean(//tt:SimpleItem[@Name="Token"])');
  const old = new Exchange<MediaOperations>(createMediaService(media), mediaOperations);
  assert.is((await old.ask(request('trt:SetMetadataConfiguration', filter))).local, 'SetMetadataConfigurationResponse');
  const restarted = media.restarted();
  for (const one of [media, restarted]) {
    const now = new Exchange<Media2Operations>(createMedia2Service(one), media2Operations);
    const { Configurations: [first] = [] } = await now.call('GetMetadataConfigurations', {});
    const told = (first?.Events?.Filter?.Any ?? []).map((part) => ('local' in part ? [part.local, part.text] : []));
    assert.equal(told, [
      ['TopicExpression', 'tns1:Media/ProfileChanged'],
      ['MessageContent', 'boolean(//tt:SimpleItem[@Name="Token"])'],
    ]);
    await now.validate();
  }
});

const badFilters = [
  topic('tns1:Media/Nothing'),
  topic('unbound:Media/ProfileChanged'),
  content('//'),
  '<wsnt:TopicExpression Dialect="urn:x">tns1:Media/ProfileChanged</wsnt:TopicExpression>',
  '<tt:Name>x</tt:Name>',
];

metadata('a filter that is not understood is ConfigModify', async () => {
  const media = mediaUnderTest();
  const before = media.store.entities;
  const now = new Exchange<Media2Operations>(createMedia2Service(media), media2Operations);
  for (const filter of badFilters) {
    const { local, children } = await now.ask(request('tr2:SetMetadataConfiguration', filter));
    assert.is(local, 'Fault', filter);
    assert.match(JSON.stringify(children.map(({ text, children: inner }) => [text, inner])), 'ConfigModify');
  }
  assert.is(media.store.entities, before);
});

metadata.run();
