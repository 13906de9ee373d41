import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { type SerialPeer, virtualSerialPeer } from '../../../hal/virtual/serial-pair.ts';
import type * as tmd from '../../../services/generated/tmd.ts';
import { until } from '../../until.ts';
import { type DeviceIoUnderTest, deviceIoUnderTest, faultOf } from './device-io-under-test.ts';

const serial = suite('serial ports');
let device: DeviceIoUnderTest;
let seen: Buffer;

serial.before.each(async () => {
  device = await deviceIoUnderTest();
});
serial.after.each(() => device.hardware.close());

function peer(): SerialPeer {
  const found = virtualSerialPeer('SerialPort1');
  if (found === undefined) throw new Error('the port is not open');
  return found;
}

/** A device at the far end that answers each command. */
function answering(...parts: readonly string[]): void {
  seen = Buffer.alloc(0);
  peer().onData((bytes) => {
    seen = Buffer.concat([seen, bytes]);
    for (const part of parts) peer().write(Buffer.from(part, 'latin1'));
  });
}

const send = (request: tmd.SendReceiveSerialCommand): Promise<tmd.SendReceiveSerialCommandResponse> =>
  device.call('SendReceiveSerialCommand', { Token: 'SerialPort1', ...request });

serial('return an answer of the length that was asked for, and keep the rest', async () => {
  answering('abc', 'def');
  const first = await send({ SerialData: { String: 'q' }, DataLength: 4, TimeOut: 'PT20S' });
  assert.equal(first, { SerialData: { String: 'abcd' } });
  assert.equal(seen.toString(), 'q');
  const second = await send({ DataLength: 2, TimeOut: 'PT20S' });
  assert.equal(Buffer.from(second.SerialData?.Binary ?? []).toString(), 'ef');
});

serial('return an answer with its delimiter', async () => {
  answering('O', 'K\r', '\nmore');
  const { SerialData } = await send({ SerialData: { Binary: Buffer.from([0x80]) }, Delimiter: '\r\n' });
  assert.equal(Buffer.from(SerialData?.Binary ?? []).toString(), 'OK\r\n');
  assert.equal([...seen], [0x80]);
});

serial('drop what came before a command that sends', async () => {
  peer().write(Buffer.from('old'));
  answering('new');
  const { SerialData } = await send({ SerialData: { String: 'q' }, DataLength: 3 });
  assert.is(SerialData?.String, 'new');
});

serial('return what came when the time is over, or nothing', async () => {
  answering('half');
  const some = await send({ SerialData: { String: 'q' }, DataLength: 9, TimeOut: 'PT0.2S' });
  assert.is(some.SerialData?.String, 'half');
  assert.equal(await send({ TimeOut: 'PT0.02S' }), {});
});

serial('answer at once with a time of zero, or when nothing says what the answer is', async () => {
  answering();
  assert.equal(await send({ SerialData: { String: 'go' }, TimeOut: 'PT0S', DataLength: 3 }), {});
  assert.equal(await send({ SerialData: { String: 'on' } }), {});
  await until(() => seen.toString() === 'goon');
});

serial('give bytes that are no text as Binary', async () => {
  answering('\x02\x03');
  const { SerialData } = await send({ SerialData: { String: 'q' }, DataLength: 2 });
  assert.equal([...(SerialData?.Binary ?? [])], [2, 3]);
});

serial('serve two clients one after another', async () => {
  answering('x');
  const both = [1, 2].map(() => send({ SerialData: { String: 'q' }, DataLength: 1 }));
  assert.equal(await Promise.all(both), [{ SerialData: { String: 'x' } }, { SerialData: { String: 'x' } }]);
  const many = Array.from({ length: 12 }, () => faultOf(send({ SerialData: { String: 'q' }, DataLength: 1 })));
  assert.equal((await Promise.all(many)).filter((fault) => fault === 'Action').length, 4);
});

serial('stop waiting for a client that has gone', async () => {
  const client = new AbortController();
  const waiting = device.call('SendReceiveSerialCommand', { DataLength: 1 }, client.signal);
  setTimeout(() => client.abort(), 20);
  assert.equal(await waiting, {});
});

const tooLong = Buffer.alloc(64 * 1024);
for (const [what, request, fault] of [
  ['64 KB', { SerialData: { Binary: tooLong } }, 'DataLengthOver'],
  ['an answer of 64 KB', { DataLength: 65_536 }, 'DataLengthOver'],
  ['an answer of no bytes', { DataLength: 0 }, 'InvalidArgVal'],
  ['an empty delimiter', { Delimiter: '' }, 'DelimiterNotSupported'],
  ['a long delimiter', { Delimiter: 'x'.repeat(65) }, 'DelimiterNotSupported'],
  ['a time that is none', { TimeOut: 'soon' }, 'InvalidArgVal'],
  ['an unknown port', { Token: 'SerialPort9' }, 'InvalidSerialPort'],
] as const) {
  serial(`refuse ${what} with ${fault}`, async () => {
    assert.is(await faultOf(send(request)), fault);
  });
}

serial('are refused while they are unplugged, and work when they are back', async () => {
  const keepAlive = setInterval(() => undefined, 1000);
  const waiting = send({ DataLength: 1, TimeOut: 'PT20S' });
  await new Promise((resolve) => setImmediate(resolve));
  peer().unplug();
  assert.equal(await waiting, {});
  assert.is(await faultOf(send({ SerialData: { String: 'q' } })), 'Action');
  await until(async () => (await faultOf(send({ SerialData: { String: 'q' } }))) === 'answered');
  clearInterval(keepAlive);
});

serial('have settings that are applied, stored, and there again after a restart', async () => {
  await device.hardware.close();
  const stored = new Map<string, string>();
  device = await deviceIoUnderTest(virtual, stored);
  const { SerialPortConfiguration: present } = await device.call('GetSerialPortConfiguration', {
    SerialPortToken: 'SerialPort1',
  });
  const wanted = { ...present, BaudRate: 115_200, ParityBit: 'Odd', StopBit: 2 } as const;
  await device.call('SetSerialPortConfiguration', { SerialPortConfiguration: wanted, ForcePersistance: false });
  assert.is(device.hardware.serialPorts.get('SerialPort1')?.settings.baudRate, 115_200);
  await device.hardware.close();
  device = await deviceIoUnderTest(virtual, stored);
  assert.is(device.hardware.serialPorts.get('SerialPort1')?.settings.baudRate, 115_200);
  const again = await device.call('GetSerialPortConfiguration', { SerialPortToken: 'SerialPort1' });
  assert.equal(again.SerialPortConfiguration, wanted);
});

for (const [what, member] of [
  ['baud rate', { BaudRate: 12_345 }],
  ['parity', { ParityBit: 'Mark' }],
  ['number of bits', { CharacterLength: 5 }],
  ['number of stop bits', { StopBit: 1.5 }],
  ['type', { type: 'RS485HalfDuplex' }],
] as const) {
  serial(`refuse a ${what} that is not offered with ter:ConfigModify`, async () => {
    const SerialPortToken = 'SerialPort1';
    const before = await device.call('GetSerialPortConfiguration', { SerialPortToken });
    const SerialPortConfiguration = { ...before.SerialPortConfiguration, ...member };
    const change = device.call('SetSerialPortConfiguration', { SerialPortConfiguration, ForcePersistance: true });
    assert.is(await faultOf(change), 'ConfigModify');
    assert.equal(await device.call('GetSerialPortConfiguration', { SerialPortToken }), before);
  });
}

serial('that drive a motor are shown, and refuse commands and changes', async () => {
  await device.hardware.close();
  const drive = { kind: 'pelco-d', port: 'SerialPort1', address: 1 } as const;
  const axes = [{ id: 'Pan1', axis: 'pan', min: -1, max: 1, maxSpeed: 1, drive }] as const;
  device = await deviceIoUnderTest({ ...virtual, axes } as unknown as typeof virtual);
  assert.equal((await device.call('GetSerialPorts', {})).SerialPort, [{ token: 'SerialPort1' }]);
  const { SerialPortConfiguration } = await device.call('GetSerialPortConfiguration', {
    SerialPortToken: 'SerialPort1',
  });
  assert.is(await faultOf(send({ SerialData: { String: 'q' } })), 'OperationProhibited');
  assert.is(await faultOf(device.call('SendReceiveSerialCommand', {})), 'InvalidSerialPort');
  const change = device.call('SetSerialPortConfiguration', { SerialPortConfiguration, ForcePersistance: true });
  assert.is(await faultOf(change), 'ConfigModify');
});

serial.run();
