import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault } from '../../../services/faults/fault.ts';
import { deviceOperations } from '../../../services/generated/device-operations.ts';
import { deviceioOperations } from '../../../services/generated/deviceio-operations.ts';
import { mediaOperations } from '../../../services/generated/media-operations.ts';
import { SchemaError } from '../../../services/schema/schema-error.ts';
import { checkAccess, createDispatcher, type Dispatched, invoke } from '../../../services/soap/dispatch.ts';
import { type Envelope, openEnvelope } from '../../../services/soap/envelope.ts';
import { whileSame } from '../../../services/soap/reply-cache.ts';
import { type Handler, notOffered, type ServiceBinding } from '../../../services/soap/service.ts';
import { context } from '../device/camera.ts';
import { parseXml } from '../schema/parse-xml.ts';
import { message } from './messages.ts';

const dispatching = suite('dispatch');

type Handlers = Readonly<Record<string, Handler<unknown, unknown>>>;

function bind(
  prefix: 'device' | 'media',
  operations: ServiceBinding['operations'],
  handlers: Handlers,
): ServiceBinding {
  const offered = Object.keys(operations).map((name) => [name, handlers[name] ?? notOffered('a test', 'NoStatus')]);
  return {
    path: `/onvif/${prefix}_service`,
    namespace: `http://www.onvif.org/ver10/${prefix}/wsdl`,
    version: { Major: 1, Minor: 0 },
    capabilities: () => ({}),
    operations,
    handlers: Object.fromEntries(offered),
  };
}

function dispatcher(handlers: Handlers): (body: string, header?: string) => [Dispatched, Envelope] {
  const dispatch = createDispatcher([bind('device', deviceOperations, handlers), bind('media', mediaOperations, {})]);
  return (body, header) => {
    const envelope = openEnvelope(parseXml(message(body, header)));
    return [dispatch(envelope.message), envelope];
  };
}

const hostname = { HostnameInformation: { FromDHCP: false, Name: 'camera' } };

dispatching('finds an operation by the qualified name of its message, in any service', () => {
  const find = dispatcher({});
  assert.is(find('<tds:GetHostname/>')[0].operation, deviceOperations.GetHostname);
  assert.is(
    find('<GetProfiles xmlns="http://www.onvif.org/ver10/media/wsdl"/>')[0].operation,
    mediaOperations.GetProfiles,
  );
  assert.is(find('<tds:GetServiceCapabilities/>')[0].operation, deviceOperations.GetServiceCapabilities);
});

dispatching('tells an unknown operation of a service from an unknown service', () => {
  const find = dispatcher({});
  const unknown = ['Nothing', 'getHostname', 'GetProfiles', 'constructor', '__proto__'];
  for (const name of unknown) {
    const error = caught(() => find(`<tds:${name}/>`));
    assert.ok(error instanceof SchemaError && error.kind === 'unknown-operation', name);
  }
  const elsewhere = [
    '<GetHostname/>',
    '<GetHostname xmlns="urn:x"/>',
    '<GetProfiles xmlns="http://www.onvif.org/ver20/media/wsdl"/>',
  ];
  for (const body of elsewhere) {
    const error = caught(() => find(body));
    assert.ok(error instanceof Fault && error.faultName === 'UnknownAction', body);
  }
});

dispatching('takes a message of two services for its own, and tmd for the tds messages of DeviceIO', async () => {
  const states: unknown[] = [];
  const tmd = 'xmlns:tmd="http://www.onvif.org/ver10/deviceIO/wsdl"';
  const handlers = {
    GetRelayOutputs: () => ({}),
    SetRelayOutputState: (request: unknown) => {
      states.push(request);
      return {};
    },
  };
  const io = { ...bind('device', deviceioOperations, handlers), namespace: 'http://www.onvif.org/ver10/deviceIO/wsdl' };
  const device = bind('device', deviceOperations, handlers);
  for (const bindings of [
    [io, device],
    [device, io],
  ]) {
    const dispatch = createDispatcher(bindings);
    for (const prefix of ['tds', 'tmd']) {
      const read = (body: string): Envelope => openEnvelope(parseXml(message(body)));
      assert.is(
        dispatch(read(`<${prefix}:GetRelayOutputs ${tmd}/>`).message).operation,
        deviceOperations.GetRelayOutputs,
      );
      const token = `<${prefix}:RelayOutputToken>Relay1</${prefix}:RelayOutputToken>`;
      const state = `<${prefix}:LogicalState>active</${prefix}:LogicalState>`;
      const body = `<${prefix}:SetRelayOutputState ${tmd}>${token}${state}</${prefix}:SetRelayOutputState>`;
      const envelope = read(body);
      await invoke(dispatch(envelope.message), envelope, context);
      assert.equal(states.pop(), { RelayOutputToken: 'Relay1', LogicalState: 'active' });
    }
  }
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

dispatching('wants a handler for every operation', () => {
  const binding = bind('device', deviceOperations, {});
  const { GetHostname: _, ...others } = binding.handlers;
  assert.throws(() => createDispatcher([{ ...binding, handlers: others }]), /no handler for GetHostname/);
});

dispatching('lets a user call what the access policy grants, and anybody what needs no user', () => {
  const user = { name: 'viewer', level: 'User' } as const;
  const rows = [
    [undefined, deviceOperations.GetSystemDateAndTime, ''],
    [undefined, deviceOperations.GetDeviceInformation, 'NotAuthorized'],
    [user, deviceOperations.GetDeviceInformation, ''],
    [user, deviceOperations.GetUsers, 'NotAuthorized'],
    [user, deviceOperations.SystemReboot, 'NotAuthorized'],
    [{ ...user, level: 'Administrator' }, deviceOperations.SystemReboot, ''],
    [{ ...user, level: 'Anonymous' }, deviceOperations.GetDeviceInformation, 'NotAuthorized'],
  ] as const;
  for (const [who, operation, fault] of rows) {
    const error = caught(() => checkAccess(who, operation));
    assert.is(error instanceof Fault ? error.faultName : '', fault, `${who?.level} ${operation.name}`);
  }
});

dispatching('decodes for the handler, and encodes what it answers at once or later', async () => {
  const seen: unknown[] = [];
  const find = dispatcher({
    GetHostname: () => hostname,
    SetHostname: async (request, given) => {
      seen.push(request, given === context);
      return {};
    },
  });
  assert.match((await invoke(...find('<tds:GetHostname/>'), context)).toString(), '<tt:Name>camera</tt:Name>');
  const reply = await invoke(...find('<tds:SetHostname><tds:Name>x&amp;y</tds:Name></tds:SetHostname>'), context);
  assert.equal(seen, [{ Name: 'x&y' }, true]);
  assert.match(reply.toString(), /<tds:SetHostnameResponse\s*\/>|<tds:SetHostnameResponse><\/tds:SetHostnameResponse>/);
});

dispatching('passes on what the handler throws, at once or later', async () => {
  const find = dispatcher({
    GetHostname: () => {
      throw new Fault('NoScope');
    },
    GetDNS: () => Promise.reject(new Fault('NoToken')),
  });
  for (const [body, name] of [
    ['<tds:GetHostname/>', 'NoScope'],
    ['<tds:GetDNS/>', 'NoToken'],
  ] as const) {
    const error = await invoke(...find(body), context).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Fault && error.faultName === name);
  }
});

dispatching('refuses what is not offered and what does not fit the schema', async () => {
  const find = dispatcher({ SetHostname: () => assert.unreachable('called with a wrong message') });
  const refused = await invoke(...find('<tds:GetHostname/>'), context).catch((thrown: unknown) => thrown);
  assert.ok(refused instanceof Fault);
  assert.equal([refused.faultName, refused.detailCode], ['ActionNotSupported', 'NoStatus']);
  const wrong = await invoke(...find('<tds:SetHostname/>'), context).catch((thrown: unknown) => thrown);
  assert.ok(wrong instanceof SchemaError && wrong.kind === 'missing');
});

dispatching('answers a response that is given again with the same bytes, a changed one with others', async () => {
  let state = hostname;
  const GetHostname = whileSame(
    () => state,
    (present) => ({ ...present }),
  );
  const find = dispatcher({ GetHostname });
  const ask = (header?: string): Promise<Buffer> => invoke(...find('<tds:GetHostname/>', header), context);
  const first = await ask();
  assert.is(await ask(), first);
  const related = (await ask('<wsa:MessageID>urn:uuid:1</wsa:MessageID>')).toString();
  assert.match(related, '<wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>');
  assert.is(await ask(), first);
  assert.not.match((await ask()).toString(), 'RelatesTo');
  state = { HostnameInformation: { FromDHCP: false, Name: 'other' } };
  assert.match((await ask()).toString(), '<tt:Name>other</tt:Name>');
});

dispatching('encodes the response of any other handler anew, also where it is the same object', async () => {
  const answer = { HostnameInformation: { FromDHCP: false, Name: 'camera' } };
  const find = dispatcher({ GetHostname: () => answer });
  const ask = (): Promise<Buffer> => invoke(...find('<tds:GetHostname/>'), context);
  await ask();
  answer.HostnameInformation.Name = 'other';
  assert.match((await ask()).toString(), '<tt:Name>other</tt:Name>');
});

dispatching('lets two operations answer in set-up state, whose access classes hold afterwards', () => {
  const setup = Object.values(deviceOperations).filter((operation) => operation.setup);
  assert.equal(
    setup.map(({ request, access }) => [request, access]),
    [
      ['tds:CreateUsers', 'WRITE_SYSTEM'],
      ['tds:GetDeviceInformation', 'READ_SYSTEM'],
    ],
  );
});

dispatching.run();
