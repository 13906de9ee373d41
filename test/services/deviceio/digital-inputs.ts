import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { setVirtualInput } from '../../../hal/virtual/contacts.ts';
import { type DeviceIoUnderTest, deviceIoUnderTest, faultOf } from './device-io-under-test.ts';

const inputs = suite('digital inputs');
const inputTopic = 'tns1:Device/Trigger/DigitalInput';
let device: DeviceIoUnderTest;

inputs.before.each(async () => {
  for (const id of ['Input1', 'Input2', 'Tamper1']) setVirtualInput(id, false);
  device = await deviceIoUnderTest();
});
inputs.after.each(() => device.hardware.close());

const events = (token: string, topic = inputTopic): readonly string[] =>
  device.published
    .filter((message) => message.topic === topic && message.source.InputToken === token)
    .map(({ operation, data }) => `${operation} ${data.LogicalState}`);

// shows DIO-06
inputs('tell their state at the start, and each change once', () => {
  setVirtualInput('Input1', true);
  setVirtualInput('Input1', true);
  setVirtualInput('Input1', false);
  assert.equal(events('Input1'), ['Initialized false', 'Changed true', 'Changed false']);
  assert.equal(events('Input2'), ['Initialized false']);
});

inputs('are active while they differ from their idle state', async () => {
  await device.call('SetDigitalInputConfigurations', { DigitalInputs: [{ token: 'Input1', IdleState: 'closed' }] });
  setVirtualInput('Input1', true);
  assert.equal(events('Input1'), ['Initialized false', 'Changed true', 'Changed false']);
  assert.equal((await device.call('GetDigitalInputs', {})).DigitalInputs, [
    { token: 'Input1', IdleState: 'closed' },
    { token: 'Input2', IdleState: 'open' },
    { token: 'Tamper1', IdleState: 'open' },
  ]);
});

inputs('report a tamper switch through a topic of its own as well', () => {
  setVirtualInput('Tamper1', true);
  const told = ['Initialized false', 'Changed true'];
  assert.equal(events('Tamper1', 'tns1:Device/Trigger/Tampering'), told);
  assert.equal(events('Tamper1'), told);
  assert.equal(events('Input1', 'tns1:Device/Trigger/Tampering'), []);
});

inputs('take all configurations or none, and keep an idle state that is absent', async () => {
  const call = (...DigitalInputs: readonly { token: string; IdleState?: 'closed' | 'open' }[]): Promise<unknown> =>
    device.call('SetDigitalInputConfigurations', { DigitalInputs });
  const before = await device.call('GetDigitalInputs', {});
  assert.is(await faultOf(call({ token: 'Input1', IdleState: 'closed' }, { token: 'Input9' })), 'NoConfig');
  assert.equal(await device.call('GetDigitalInputs', {}), before);
  await call({ token: 'Input1', IdleState: 'closed' });
  await call({ token: 'Input1' });
  assert.is((await device.call('GetDigitalInputs', {})).DigitalInputs?.[0]?.IdleState, 'closed');
  const options = device.call('GetDigitalInputConfigurationOptions', { Token: 'Input9' });
  assert.is(await faultOf(options), 'NoConfig');
});

inputs('have their idle state after a restart, and tell the true state then', async () => {
  const stored = new Map<string, string>();
  const first = await deviceIoUnderTest({ ...virtual, serialPorts: [] }, stored);
  await first.call('SetDigitalInputConfigurations', { DigitalInputs: [{ token: 'Input2', IdleState: 'closed' }] });
  await first.hardware.close();
  const second = await deviceIoUnderTest({ ...virtual, serialPorts: [] }, stored);
  const told = second.published.find(({ source }) => source.InputToken === 'Input2');
  assert.equal([told?.operation, told?.data], ['Initialized', { LogicalState: true }]);
  await second.hardware.close();
});

inputs.run();
