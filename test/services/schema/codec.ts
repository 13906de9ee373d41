import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deviceOperations } from '../../../services/generated/device-operations.ts';
import {
  decodeElement,
  decodeRequest,
  encodeElement,
  encodeResponse,
  findOperation,
} from '../../../services/schema/codec.ts';
import { EncodeError, SchemaError } from '../../../services/schema/schema-error.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { messageElements, operationTables } from './messages.ts';
import { parseFragment } from './parse-xml.ts';

const codec = suite('codec');

const address = '<tt:Address><tt:Type>IPv4</tt:Type></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL>';
const encoder = (inner: string, attributes = 'token="a"'): string =>
  `<trt:SetVideoEncoderConfiguration><trt:Configuration ${attributes}><tt:Name>n</tt:Name><tt:UseCount>1</tt:UseCount>` +
  `<tt:Encoding>H264</tt:Encoding>${inner}<tt:Quality>1</tt:Quality><tt:Multicast>${address}` +
  '<tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout></trt:Configuration>' +
  '<trt:ForcePersistence>true</trt:ForcePersistence></trt:SetVideoEncoderConfiguration>';
const resolution = (width: string): string =>
  `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>2</tt:Height></tt:Resolution>`;
const user = (inner: string): string => `<tds:CreateUsers><tds:User>${inner}</tds:User></tds:CreateUsers>`;
const inEncoder = 'SetVideoEncoderConfiguration/Configuration';

/** Service, request, what is wrong with it and where. */
const refused: readonly (readonly [string, string, string, string])[] = [
  ['media', encoder(resolution('x')), 'type', `${inEncoder}/Resolution/Width`],
  ['media', encoder(resolution('')), 'type', `${inEncoder}/Resolution/Width`],
  ['media', encoder(resolution('2147483648')), 'type', `${inEncoder}/Resolution/Width`],
  ['media', encoder(resolution('1.0')), 'type', `${inEncoder}/Resolution/Width`],
  ['media', encoder(resolution('<tt:X/>')), 'unexpected', `${inEncoder}/Resolution/Width/X`],
  [
    'media',
    encoder('<tt:Resolution><tt:Height>2</tt:Height></tt:Resolution>'),
    'missing',
    `${inEncoder}/Resolution/Width`,
  ],
  ['media', encoder(''), 'missing', `${inEncoder}/Resolution`],
  ['media', encoder(resolution('1') + resolution('1')), 'too-many', `${inEncoder}/Resolution`],
  ['media', encoder(resolution('1'), ''), 'missing-attribute', `${inEncoder}/@token`],
  ['media', encoder(`${resolution('1')}stray`), 'unexpected', `${inEncoder}/text()`],
  ['media', '<trt:GetProfile/>', 'missing', 'GetProfile/ProfileToken'],
  ['media', '<trt:GetProfiles x="1"/>', 'prohibited-attribute', 'GetProfiles/@x'],
  ['media', '<trt:GetProfiles><trt:Stray/></trt:GetProfiles>', 'unexpected', 'GetProfiles/Stray'],
  [
    'media',
    '<trt:GetProfile><tt:ProfileToken>a</tt:ProfileToken></trt:GetProfile>',
    'unexpected',
    'GetProfile/ProfileToken',
  ],
  ['media', '<tr2:GetProfiles/>', 'unknown-operation', 'GetProfiles'],
  ['media', '<GetProfiles/>', 'unknown-operation', 'GetProfiles'],
  [
    'device',
    user('<tt:Username>a</tt:Username><tt:UserLevel>Root</tt:UserLevel>'),
    'enumeration',
    'CreateUsers/User/UserLevel',
  ],
  ['device', user('<tt:UserLevel>User</tt:UserLevel>'), 'missing', 'CreateUsers/User/Username'],
  [
    'device',
    '<tds:GetServices><tds:IncludeCapability>yes</tds:IncludeCapability></tds:GetServices>',
    'type',
    'GetServices/IncludeCapability',
  ],
  [
    'device',
    '<tds:SetNTP><tds:FromDHCP a="1">true</tds:FromDHCP></tds:SetNTP>',
    'prohibited-attribute',
    'SetNTP/FromDHCP/@a',
  ],
  [
    'events',
    '<tev:PullMessages><tev:Timeout>5</tev:Timeout><tev:MessageLimit>1</tev:MessageLimit></tev:PullMessages>',
    'type',
    'PullMessages/Timeout',
  ],
  [
    'events',
    '<wsnt:Renew><wsnt:TerminationTime>soon</wsnt:TerminationTime></wsnt:Renew>',
    'type',
    'Renew/TerminationTime',
  ],
  [
    'events',
    '<wsnt:Subscribe><wsnt:ConsumerReference/></wsnt:Subscribe>',
    'missing',
    'Subscribe/ConsumerReference/Address',
  ],
  [
    'analytics',
    '<tan:CreateRules><tan:ConfigurationToken>a</tan:ConfigurationToken><tan:Rule Name="a" Type="no:Rule"/></tan:CreateRules>',
    'type',
    'CreateRules/Rule/@Type',
  ],
];

codec('says what is wrong with a request, and where', () => {
  for (const [service, xml, kind, path] of refused) {
    const error = refusal(() => decodeRequest(operationTables[service] ?? {}, parseFragment(xml)));
    assert.equal([error.kind, error.path], [kind, path], xml);
  }
});

codec('decodes a request whatever its prefixes and white space', () => {
  const xml =
    '<x:SetNTP xmlns:x="http://www.onvif.org/ver10/device/wsdl" xmlns="http://www.onvif.org/ver10/schema">\n' +
    ' <x:FromDHCP>\n true\t</x:FromDHCP><x:NTPManual><DNSname>\n  a </DNSname><Type>DNS</Type></x:NTPManual></x:SetNTP>';
  const { operation, value } = decodeRequest(deviceOperations, parseFragment(xml));
  assert.is(operation.name, 'SetNTP');
  assert.equal(value, { FromDHCP: true, NTPManual: [{ DNSname: 'a', Type: 'DNS' }] });
});

codec('keeps elements of a wildcard and drops attributes of one', () => {
  const xml = encoder(
    `${resolution('1')}<v:Vendor xmlns:v="urn:v" v:a="1">t</v:Vendor>`,
    'token="a" v="1" xml:lang="en"',
  );
  const { value } = decodeRequest(operationTables.media ?? {}, parseFragment(xml));
  const { Configuration } = Object(value);
  assert.equal(Object.keys(Configuration).sort(), [
    'Any',
    'Encoding',
    'Multicast',
    'Name',
    'Quality',
    'Resolution',
    'SessionTimeout',
    'UseCount',
    'token',
  ]);
  assert.is(Configuration.Any[0].local, 'Vendor');
});

codec('takes xsi:nil as null where the schema lets it, xsi:type as no attribute anywhere', () => {
  const renew = '<wsnt:Renew><wsnt:TerminationTime xsi:nil="true"/></wsnt:Renew>';
  assert.equal(decodeElement('wsnt:Renew', parseFragment(renew)), { TerminationTime: null });
  assert.is(encodeElement('wsnt:Renew', { TerminationTime: null }).xml, renew);
  const typed =
    '<tds:GetServices><tds:IncludeCapability xsi:type="xs:boolean">1</tds:IncludeCapability></tds:GetServices>';
  assert.equal(decodeElement('tds:GetServices', parseFragment(typed)), { IncludeCapability: true });
  const nil = '<tds:GetServices><tds:IncludeCapability xsi:nil="1"/></tds:GetServices>';
  assert.is(refusal(() => decodeElement('tds:GetServices', parseFragment(nil))).kind, 'type');
});

codec('resolves QNames to the conventional prefixes', () => {
  const config = (declaration: string, type: string): unknown =>
    decodeElement(
      'tt:Config',
      parseFragment(`<tt:Config ${declaration} Name="n" Type="${type}"><tt:Parameters/></tt:Config>`),
    );
  assert.is(Object(config('xmlns:o="http://www.onvif.org/ver10/schema"', 'o:LineDetector')).Type, 'tt:LineDetector');
  assert.is(Object(config('xmlns="http://www.onvif.org/ver10/schema"', 'LineDetector')).Type, 'tt:LineDetector');
  assert.is(Object(config('xmlns:o="urn:vendor"', 'o:LineDetector')).Type, '{urn:vendor}LineDetector');
  assert.is(Object(config('', 'LineDetector')).Type, 'LineDetector');
});

codec('takes the deviations of widespread clients, and no others', () => {
  const control =
    '<tt:FrameRateLimit>1</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>1</tt:BitrateLimit>';
  const rateControl = (attribute: string): XmlElement =>
    parseFragment(`<tt:VideoRateControl ${attribute}>${control}</tt:VideoRateControl>`);
  const expected = { FrameRateLimit: 1, EncodingInterval: 1, BitrateLimit: 1 };
  assert.equal(decodeElement('tt:VideoRateControl', rateControl('ConstantBitRate="false"')), expected);
  assert.is(
    refusal(() => decodeElement('tt:VideoRateControl', rateControl('Other=""'))).path,
    'VideoRateControl/@Other',
  );
  const users = (prefix: string): XmlElement =>
    parseFragment(`<tds:DeleteUsers><${prefix}:Username>a</${prefix}:Username></tds:DeleteUsers>`);
  assert.equal(decodeElement('tds:DeleteUsers', users('tt')), { Username: ['a'] });
  assert.equal(decodeElement('tds:DeleteUsers', users('tds')), { Username: ['a'] });
  assert.is(refusal(() => decodeElement('tds:DeleteUsers', users('trt'))).kind, 'unexpected');
  assert.equal(decodeElement('tds:SetDNS', parseFragment('<tds:SetDNS/>')), {});
  assert.equal(decodeElement('tt:TimeZone', parseFragment('<tt:TimeZone/>')), {});
  const gateway = parseFragment(
    '<tds:SetNetworkDefaultGateway><tt:IPv4Address>192.0.2.1</tt:IPv4Address></tds:SetNetworkDefaultGateway>',
  );
  assert.equal(decodeElement('tds:SetNetworkDefaultGateway', gateway), { IPv4Address: ['192.0.2.1'] });
});

codec('finds the operation of an element without decoding it', () => {
  assert.is(findOperation(deviceOperations, parseFragment('<tds:GetUsers stray="1"/>'))?.access, 'READ_SYSTEM_SECRET');
  assert.is(findOperation(deviceOperations, parseFragment('<tds:toString/>')), undefined);
});

codec('encodes in schema order with the conventional prefixes, and escapes', () => {
  const UserLevel = 'User';
  assert.is(
    encodeResponse(deviceOperations, 'GetUsers', { User: [{ UserLevel, Username: 'a<b>&"\u0001' }] }),
    '<tds:GetUsersResponse><tds:User><tt:Username>a&lt;b&gt;&amp;"\ufffd</tt:Username>' +
      '<tt:UserLevel>User</tt:UserLevel></tds:User></tds:GetUsersResponse>',
  );
  assert.is(encodeResponse(deviceOperations, 'GetUsers', {}), '<tds:GetUsersResponse/>');
  assert.is(
    encodeElement('tt:VideoResolution', { Width: 1, Height: 2 }).xml,
    '<tt:VideoResolution><tt:Width>1</tt:Width><tt:Height>2</tt:Height></tt:VideoResolution>',
  );
});

/** Element, value, where encoding must fail. */
const unfit: readonly (readonly [string, unknown, string])[] = [
  ['tds:GetUsersResponse', { User: [{ UserLevel: 'User' }] }, 'GetUsersResponse/User/Username'],
  ['tds:GetUsersResponse', { User: [{ Username: 'a', UserLevel: 'Root' }] }, 'GetUsersResponse/User/UserLevel'],
  ['tds:GetUsersResponse', { User: { Username: 'a' } }, 'GetUsersResponse/User'],
  ['tds:GetUsersResponse', undefined, 'GetUsersResponse'],
  ['tds:GetUsersResponse', { User: [null] }, 'GetUsersResponse/User'],
  ['tt:VideoResolution', { Width: 1.5, Height: 2 }, 'VideoResolution/Width'],
  ['tt:VideoResolution', { Width: '1', Height: 2 }, 'VideoResolution/Width'],
  ['tt:Message', { UtcTime: new Date(Number.NaN) }, 'Message/@UtcTime'],
  ['tt:PTZPresetTourPresetDetail', {}, 'PTZPresetTourPresetDetail/PresetToken|Home|PTZPosition|TypeExtension'],
  [
    'tt:PTZPresetTourPresetDetail',
    { Home: true, PresetToken: 'a' },
    'PTZPresetTourPresetDetail/PresetToken|Home|PTZPosition|TypeExtension',
  ],
  ['tt:Polyline', { Point: [{ x: 1, y: 1 }] }, 'Polyline/Point'],
];

codec('refuses to encode what does not fit, as an error of ours', () => {
  for (const [name, value, path] of unfit) {
    try {
      encodeElement(name, value);
      assert.unreachable(path);
    } catch (error) {
      assert.is(error instanceof EncodeError && error.path, path);
    }
  }
  assert.throws(() => encodeElement('tds:NoSuchElement', {}), /no type tds:NoSuchElement/);
});

codec('bounds the depth in both directions', () => {
  const topic = (depth: number): string => `<wstop:Topic name="a">${depth > 0 ? topic(depth - 1) : ''}</wstop:Topic>`;
  assert.is(refusal(() => decodeElement('wstop:TopicType', parseFragment(topic(80)))).kind, 'unexpected');
  const value = (depth: number): object => ({ name: 'a', Topic: depth > 0 ? [value(depth - 1)] : [] });
  assert.throws(() => encodeElement('wstop:TopicType', value(80)), /too deep/);
});

codec('meets hostile elements with SchemaError only', () => {
  const names = fc.constantFrom(...messageElements, 'tt:Message', 'wsnt:Notify');
  const words = fc.constantFrom(
    'Configuration',
    'Name',
    'Token',
    'Filter',
    '__proto__',
    'constructor',
    'Any',
    'value',
    'Extension',
  );
  const namespaces = fc.constantFrom(
    '',
    'http://www.onvif.org/ver10/schema',
    'http://www.onvif.org/ver10/media/wsdl',
    'urn:x',
  );
  const element = fc.letrec<{ element: XmlElement }>((tie) => ({
    element: fc.record({
      namespace: namespaces,
      local: fc.oneof(words, fc.string()),
      attributes: fc.array(fc.record({ namespace: namespaces, local: words, value: fc.string() }), { maxLength: 3 }),
      namespaces: fc.constant(new Map()),
      children: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('element'), { maxLength: 4 })),
      text: fc.oneof(fc.constant(''), fc.string({ unit: 'binary' })),
    }),
  })).element;
  fc.assert(
    fc.property(names, element, (name, candidate) => {
      try {
        decodeElement(name, candidate);
      } catch (error) {
        assert.instance(error, SchemaError);
      }
    }),
    { numRuns: 2000 },
  );
});

function refusal(attempt: () => unknown): SchemaError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SchemaError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}

codec.run();
