import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SerialPortFact } from '../../../hal/boards/facts/io.ts';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { keepAlive } from '../../hal/motion/axis-suite.ts';
import { ViscaDevice } from '../../hal/motion/visca-device.ts';
import { attachMotor } from '../motion/simulated-motor.ts';
import { endStop, motorOf, stepperFact } from '../motion/wiring.ts';
import { openTerminal } from '../serial/terminal.ts';
import { boardAdapter, pca9685, registers } from '../simulated-i2c.ts';
import { profile, ptzOnBoard } from './ptz-on-board.ts';

const heads = suite('PTZ service on motors of the kernel');
keepAlive(heads);

const channel = 4;
const servo: AxisFact = {
  ...{ id: 'Servo', axis: 'pan', min: -90, max: 90, maxSpeed: 180 },
  drive: {
    kind: 'servo',
    pwm: { chip: 'pca9685', i2c: { adapter: boardAdapter, address: pca9685 }, channel },
    pulse: { min: 500, max: 2500 },
  },
};
const stepper: AxisFact = { ...stepperFact('step-direction-stepper', true), id: 'Stepper', axis: 'tilt' };

/** Direction of the servo by the pulses of the chip, degrees. */
function servoAt(): number {
  return ((registers().readUInt16LE(6 + 4 * channel + 2) * 4.88 - 500) / 2000) * 180 - 90;
}

const degrees = 'http://www.onvif.org/ver10/tptz/PanTiltSpaces/SphericalPositionSpaceDegrees';

heads('a servo and a stepper are one head: homed first, then where clients say, seen on chip and lines', async () => {
  const motor = await attachMotor({ ...motorOf('step-direction-stepper'), endStop });
  const { soap, status, rest, close } = await ptzOnBoard([servo, stepper]);
  try {
    const goTo = (x: number, y: number) => ({ ...profile, Position: { PanTilt: { x, y, space: degrees } } });
    assert.is((await status()).MoveStatus?.PanTilt, 'MOVING', 'the stepper looks for its end stop');
    assert.is(await soap.refusal('AbsoluteMove', goTo(45, 3)), 'Receiver ter:Action');
    await rest();
    await soap.call('AbsoluteMove', goTo(45, 3));
    assert.is((await status()).MoveStatus?.PanTilt, 'MOVING');
    await rest();
    await sleep(50);
    assert.ok(Math.abs(servoAt() - 45) < 1, `servo at ${servoAt()}`);
    assert.ok(Math.abs(motor.load - 80) <= 1, `stepper at ${motor.load}`);
    await soap.call('SetPreset', profile);
    await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -0.2, y: -1 } }, Timeout: 'PT0.3S' });
    await rest();
    await sleep(50);
    assert.ok(servoAt() < 40 && servoAt() > 25, `servo at ${servoAt()}`);
    assert.ok(motor.load < 78, `stepper at ${motor.load}`);
    await soap.call('AbsoluteMove', goTo(-90, -5));
    await sleep(100);
    await soap.call('Stop', profile);
    await rest();
    const stopped = [servoAt(), motor.load];
    await sleep(300);
    assert.equal([servoAt(), motor.load], stopped, 'nothing moves after Stop');
    await soap.call('GotoPreset', { ...profile, PresetToken: '1' });
    await rest();
    await sleep(50);
    assert.ok(Math.abs(servoAt() - 45) < 1 && Math.abs(motor.load - 80) <= 1, `${servoAt()} ${motor.load}`);
  } finally {
    await close();
    await motor.stop();
  }
});

const way = { min: -80, max: 80, maxSpeed: 60 } as const;
const both = (drive: AxisFact['drive']): readonly AxisFact[] => [
  { id: 'Pan', axis: 'pan', ...way, drive },
  { id: 'Tilt', axis: 'tilt', ...way, drive },
];
const portAt = (path: string): SerialPortFact => ({
  ...{ id: 'Head', driver: 'device', path, type: 'RS485HalfDuplex' },
  initial: { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 },
});

heads('VISCA at the end of a port goes where clients say', async () => {
  const [terminal, device] = [await openTerminal(), new ViscaDevice()];
  let message: number[] = [];
  terminal.peer.onData((bytes) => {
    for (const byte of bytes) {
      message.push(byte);
      if (byte !== 0xff) continue;
      device.answer(message, (...reply) => terminal.peer.write(Uint8Array.from(reply)));
      message = [];
    }
  });
  const { soap, rest, close } = await ptzOnBoard(both({ kind: 'visca', port: 'Head', address: 1 }), [
    portAt(terminal.path),
  ]);
  try {
    await rest();
    await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0.5, y: -0.25 } } });
    const { x = 0, y = 0 } = (await rest()).Position?.PanTilt ?? {};
    assert.ok(Math.abs(x - 0.5) < 0.005 && Math.abs(y + 0.25) < 0.005, `${x} ${y}`);
  } finally {
    await close();
    terminal.end();
  }
});

heads('Pelco-D at the end of a port gets velocities, and a stop at the timeout', async () => {
  const terminal = await openTerminal();
  const seen: string[] = [];
  let waiting = Buffer.alloc(0);
  terminal.peer.onData((bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (; waiting.length >= 7; waiting = waiting.subarray(7)) seen.push(waiting.subarray(0, 7).toString('hex'));
  });
  const { soap, rest, close } = await ptzOnBoard(both({ kind: 'pelco-d', port: 'Head', address: 1 }), [
    portAt(terminal.path),
  ]);
  try {
    await rest();
    await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 1, y: 0 } }, Timeout: 'PT0.5S' });
    await rest();
    await sleep(100);
    assert.ok(
      seen.some((frame) => frame.startsWith('ff0100023f')),
      seen.join(),
    );
    assert.is(seen.at(-1), 'ff010000000001');
  } finally {
    await close();
    terminal.end();
  }
});

heads.run();
