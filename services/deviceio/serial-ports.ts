import type { SerialPortFact } from '../../hal/boards/facts/io.ts';
import type { AxisFact } from '../../hal/boards/facts/motion.ts';
import { type SerialPort, type SerialSettings, serialOptions } from '../../hal/ports/serial-port.ts';
import { Fault } from '../faults/fault.ts';
import { hardwareFault } from '../faults/hardware-fault.ts';
import type * as tmd from '../generated/tmd.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { SerialConversation } from './serial-conversation.ts';
import { type StoredPorts, serialSetting } from './serial-setting.ts';

/** Serial ports of the board (ONVIF DeviceIo 5.8). Ports that drive motors are shown, and belong to the motors. */
export class SerialPorts {
  readonly #facts: readonly SerialPortFact[];
  readonly #section: Setting<StoredPorts>;
  /** Ports for clients, by id; ports of motors are not among them. */
  readonly #conversations: ReadonlyMap<string, SerialConversation>;

  constructor(facts: readonly SerialPortFact[], axes: readonly AxisFact[], settings: Settings) {
    this.#facts = facts;
    this.#section = settings.open(serialSetting);
    const driven = new Set(axes.flatMap(({ drive }) => ('port' in drive ? [drive.port] : [])));
    const free = facts.filter(({ id }) => !driven.has(id));
    this.#conversations = new Map(free.map(({ id }) => [id, new SerialConversation()]));
  }

  get count(): number {
    return this.#facts.length;
  }

  get tokens(): readonly string[] {
    return this.#facts.map(({ id }) => id);
  }

  /** Facts with the stored settings as initial ones. */
  get facts(): readonly SerialPortFact[] {
    return this.#facts.map((fact) => ({ ...fact, initial: this.#settings(fact) }));
  }

  /** Takes the ports that are open now, with their stored settings. */
  update(ports: ReadonlyMap<string, SerialPort>): void {
    for (const [id, conversation] of this.#conversations) {
      const port = ports.get(id);
      if (port === conversation.port) continue;
      conversation.attach(port);
      const stored = this.#section.get()[id];
      if (port === undefined || stored === undefined || same(port.settings, stored)) continue;
      // A port that refuses its stored settings keeps those of the board, and tells so with the next change.
      conversation.inTurn(() => port.configure(stored)).catch(() => undefined);
    }
  }

  /** Configuration of a port. Faults: InvalidSerialPort. */
  configuration(token: string): tmd.SerialPortConfiguration {
    const fact = this.#fact(token);
    const { baudRate, parity, characterLength, stopBits } = this.#settings(fact);
    const numbers = { BaudRate: baudRate, CharacterLength: characterLength, StopBit: stopBits };
    return { token, type: typeOf(fact), ParityBit: parity, ...numbers };
  }

  /** Options of a port. Faults: InvalidSerialPort. */
  options(token: string): tmd.SerialPortConfigurationOptions {
    this.#fact(token);
    return {
      token,
      BaudRateList: { Items: serialOptions.baudRate },
      ParityBitList: { Items: serialOptions.parity },
      CharacterLengthList: { Items: serialOptions.characterLength },
      StopBitList: { Items: serialOptions.stopBits },
    };
  }

  /** Applies and stores the settings of a port. Faults: InvalidSerialPort, ConfigModify, Action while the port does not work. */
  async configure(wanted: tmd.SerialPortConfiguration): Promise<void> {
    const { token } = wanted;
    const fact = this.#fact(token);
    if (wanted.type !== typeOf(fact)) throw new Fault('ConfigModify', `The type of ${token} is ${typeOf(fact)}`);
    const next = settingsOf(wanted);
    const conversation = this.#conversations.get(token);
    if (conversation === undefined) throw new Fault('ConfigModify', `The serial port ${token} drives a motor`);
    await conversation.inTurn(async () => {
      const { port } = conversation;
      if (port === undefined) throw new Fault('Action', `Action Failed: the serial port ${token} does not work`);
      const before = port.settings;
      try {
        if (!same(before, next)) await port.configure(next);
        await this.#section.change((present) => {
          const stored = present[token];
          return stored !== undefined && same(stored, next) ? present : { ...present, [token]: next };
        });
      } catch (error) {
        if (!same(port.settings, before)) await port.configure(before).catch(() => undefined);
        throw hardwareFault(error, { unsupported: 'ConfigModify', 'out-of-range': 'ConfigModify' });
      }
    });
  }

  /**
   * Conversation on a port for clients; without a token on the only one that there is.
   * Faults: InvalidSerialPort, OperationProhibited for a port that drives a motor.
   */
  conversation(token: string | undefined): SerialConversation {
    const [first, ...others] = this.#conversations.keys();
    const only = others.length === 0 ? first : undefined;
    const id = token ?? only;
    if (id === undefined) throw new Fault('InvalidSerialPort', 'No serial port is named');
    this.#fact(id);
    const conversation = this.#conversations.get(id);
    if (conversation === undefined)
      throw new Fault('OperationProhibited', `Operation not Permitted: the serial port ${id} drives a motor`);
    return conversation;
  }

  #fact(token: string): SerialPortFact {
    const fact = this.#facts.find(({ id }) => id === token);
    if (fact === undefined) throw new Fault('InvalidSerialPort', `Serial port token unknown: ${token.slice(0, 64)}`);
    return fact;
  }

  #settings({ id, initial }: SerialPortFact): SerialSettings {
    return this.#section.get()[id] ?? initial;
  }
}

function typeOf(fact: SerialPortFact): tmd.SerialPortType {
  return fact.driver === 'device' ? fact.type : 'RS232';
}

function same(one: SerialSettings, other: SerialSettings): boolean {
  return (['baudRate', 'parity', 'characterLength', 'stopBits'] as const).every((name) => one[name] === other[name]);
}

function offered<Value>(values: readonly Value[], wanted: unknown, name: string): Value {
  const found = values.find((value) => value === wanted);
  if (found === undefined) throw new Fault('ConfigModify', `${name} must be one of ${values.join(', ')}`);
  return found;
}

function settingsOf(wanted: tmd.SerialPortConfiguration): SerialSettings {
  return {
    baudRate: offered(serialOptions.baudRate, wanted.BaudRate, 'BaudRate'),
    parity: offered(serialOptions.parity, wanted.ParityBit, 'ParityBit'),
    characterLength: offered(serialOptions.characterLength, wanted.CharacterLength, 'CharacterLength'),
    stopBits: offered(serialOptions.stopBits, wanted.StopBit, 'StopBit'),
  };
}
