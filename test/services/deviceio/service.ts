import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { videoSources } from '../../../services/entities/kinds/video-source/video-source.ts';
import { type DeviceioOperations, deviceioOperations } from '../../../services/generated/deviceio-operations.ts';
import { encodeResponse, namespaceAttributes } from '../../../services/schema/codec.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { type DeviceIoUnderTest, deviceIoUnderTest, faultOf } from './device-io-under-test.ts';

const service = suite('DeviceIO service');
let device: DeviceIoUnderTest;

service.before(async () => {
  device = await deviceIoUnderTest();
});
service.after(() => device.hardware.close());

const settings = { Mode: 'Monostable', DelayTime: 'PT0.5S', IdleState: 'closed' } as const;
const port = { token: 'SerialPort1', type: 'RS232', BaudRate: 19_200, CharacterLength: 8, StopBit: 1 } as const;

const requests: Partial<{ [Name in keyof DeviceioOperations]: DeviceioOperations[Name]['request'] }> = {
  GetServiceCapabilities: {},
  GetVideoSources: {},
  GetVideoOutputs: {},
  GetAudioSources: {},
  GetAudioOutputs: {},
  SetRelayOutputSettings: { RelayOutput: { token: 'Relay2', Properties: settings } },
  GetRelayOutputs: {},
  GetRelayOutputOptions: {},
  SetRelayOutputState: { RelayOutputToken: 'Relay1', LogicalState: 'inactive' },
  SetDigitalInputConfigurations: { DigitalInputs: [{ token: 'Input2', IdleState: 'closed' }] },
  GetDigitalInputs: {},
  GetDigitalInputConfigurationOptions: {},
  SetSerialPortConfiguration: { SerialPortConfiguration: { ...port, ParityBit: 'Even' }, ForcePersistance: true },
  GetSerialPorts: {},
  GetSerialPortConfiguration: { SerialPortToken: 'SerialPort1' },
  GetSerialPortConfigurationOptions: { SerialPortToken: 'SerialPort1' },
  SendReceiveSerialCommand: { SerialData: { Binary: Buffer.from([2, 3]) }, DataLength: 2 },
};

function message(name: keyof DeviceioOperations, response: unknown): string {
  const body = encodeResponse(deviceioOperations, name, response);
  return `<?xml version="1.0" encoding="UTF-8"?><env:Envelope${namespaceAttributes}><env:Body>${body}</env:Body></env:Envelope>`;
}

// shows DIO-03, DIO-05, DIO-07
service('answers are valid by the official schemas', async () => {
  const messages: Record<string, string> = {};
  for (const name of Object.keys(requests) as (keyof DeviceioOperations)[]) {
    messages[name] = message(name, await device.call(name, requests[name] as never));
  }
  await validateMessages(messages);
});

// shows DIO-08
service('has an answer for each of the 29 operations, or says which service replaced it', () => {
  assert.equal(Object.keys(device.handlers).sort(), Object.keys(deviceioOperations).sort());
  assert.is(Object.keys(device.handlers).length, 29);
  const refused = Object.entries(device.handlers).filter(([, handler]) => typeof handler !== 'function');
  assert.is(refused.length, 9);
  for (const [name, handler] of refused) {
    assert.match(name, /^(Get|Set)(VideoSource|AudioSource|AudioOutput)Configuration(Options)?$/);
    assert.ok(typeof handler !== 'function' && handler.kind === 'not-offered' && handler.fault === undefined);
  }
});

// shows DIO-09
service('counts what the board has, in both forms of the capabilities', async () => {
  const { Capabilities } = await device.call('GetServiceCapabilities', {});
  assert.equal(Capabilities, {
    VideoSources: 1,
    VideoOutputs: 0,
    AudioSources: 1,
    AudioOutputs: 1,
    RelayOutputs: 2,
    SerialPorts: 1,
    DigitalInputs: 3,
    DigitalInputOptions: true,
  });
  assert.equal(device.service.olderCapabilities?.('http://192.0.2.2/x', 'http://192.0.2.2').Extension?.DeviceIO, {
    XAddr: 'http://192.0.2.2/x',
    VideoSources: 1,
    VideoOutputs: 0,
    AudioSources: 1,
    AudioOutputs: 1,
    RelayOutputs: 2,
  });
});

// shows DIO-01
service('names the sources and outputs as the media services do', async () => {
  const { Token } = await device.call('GetVideoSources', {});
  assert.equal(
    Token,
    videoSources(virtual).map(({ token }) => token),
  );
  assert.equal((await device.call('GetAudioSources', {})).Token, ['AudioSource1']);
  assert.equal((await device.call('GetAudioOutputs', {})).Token, ['AudioOutput1']);
});

// shows DIO-02
service('has no video output, and says so for each token', async () => {
  assert.equal(await device.call('GetVideoOutputs', {}), { VideoOutputs: [] });
  const Configuration = { token: 'x', Name: 'x', UseCount: 0, OutputToken: 'VideoOutput1' };
  for (const call of [
    device.call('GetVideoOutputConfiguration', { VideoOutputToken: 'VideoOutput1' }),
    device.call('GetVideoOutputConfigurationOptions', { VideoOutputToken: 'VideoOutput1' }),
    device.call('SetVideoOutputConfiguration', { Configuration, ForcePersistence: true }),
  ]) {
    assert.is(await faultOf(call), 'NoVideoOutput');
  }
});

service('is empty on a board without inputs and outputs', async () => {
  const bare = await deviceIoUnderTest({ ...virtual, relays: [], digitalInputs: [], serialPorts: [] });
  assert.equal(bare.declared, []);
  assert.equal(await bare.call('GetRelayOutputs', {}), { RelayOutputs: [] });
  assert.equal(await bare.call('GetDigitalInputs', {}), { DigitalInputs: [] });
  assert.equal(await bare.call('GetSerialPorts', {}), { SerialPort: [] });
  const { Capabilities } = await bare.call('GetServiceCapabilities', {});
  assert.is(Capabilities.DigitalInputOptions, false);
  assert.is(await faultOf(bare.call('SendReceiveSerialCommand', {})), 'InvalidSerialPort');
  await bare.hardware.close();
});

service.run();
