import type { DigitalInputFact } from '../../hal/boards/facts/io.ts';
import type { InputPart } from '../../hal/ports/hardware.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import { Fault } from '../faults/fault.ts';
import type * as tt from '../generated/tt.ts';
import type { Setting, Settings } from '../settings/setting.ts';
import { inputSetting, type StoredInputs } from './input-setting.ts';

const inputTopic = 'tns1:Device/Trigger/DigitalInput';
/** Topic of tamper switches, beside that of all inputs. */
const tamperTopic = 'tns1:Device/Trigger/Tampering';

function declaration(topic: string): TopicDeclaration {
  return {
    topic,
    property: true,
    source: { InputToken: 'tt:ReferenceToken' },
    data: { LogicalState: 'xs:boolean' },
  };
}

/** Digital inputs of the board (ONVIF DeviceIo 5.7). A closed contact is the active level of the line. */
export class DigitalInputs {
  readonly #facts: readonly DigitalInputFact[];
  readonly #section: Setting<StoredInputs>;
  readonly #events: EventSink;
  #open: ReadonlyMap<string, InputPart> = new Map();
  readonly #told = new Map<string, boolean>();

  constructor(facts: readonly DigitalInputFact[], settings: Settings, events: EventSink) {
    this.#facts = facts;
    this.#section = settings.open(inputSetting);
    this.#events = events;
    if (facts.length > 0) events.declare([declaration(inputTopic)]);
    if (facts.some(({ use }) => use === 'tamper')) events.declare([declaration(tamperTopic)]);
    this.#section.onChange(() => this.#publishAll());
  }

  get count(): number {
    return this.#facts.length;
  }

  list(): readonly tt.DigitalInput[] {
    return this.#facts.map(({ id }) => ({ token: id, IdleState: this.#idle(id) }));
  }

  /** Throws NoConfig unless the input exists. */
  check(token: string): void {
    if (this.#facts.some(({ id }) => id === token)) return;
    throw new Fault('NoConfig', `Digital input unknown: ${token.slice(0, 64)}`);
  }

  /** Takes the inputs that work now; subscribers get the state of each that is new. */
  update(inputs: ReadonlyMap<string, InputPart>): void {
    const before = this.#open;
    this.#open = new Map(inputs);
    for (const [id, part] of this.#open) {
      if (before.get(id) !== part) part.input.onChange(() => this.#publish(id));
    }
    this.#publishAll();
  }

  /** Applies and stores idle states, all or none; an absent one stays as it is. Faults: NoConfig. */
  async configure(wanted: readonly tt.DigitalInput[]): Promise<void> {
    for (const { token } of wanted) this.check(token);
    await this.#section.change((present) => {
      const next = { ...present };
      for (const { token, IdleState } of wanted) if (IdleState !== undefined) next[token] = IdleState;
      const same = this.#facts.every(({ id }) => next[id] === present[id]);
      return same ? present : next;
    });
  }

  #idle(id: string): tt.DigitalIdleState {
    return this.#section.get()[id] ?? 'open';
  }

  #publishAll(): void {
    for (const { id } of this.#facts) this.#publish(id);
  }

  /** Tells the state of an input that works, if it differs from the state that was told. */
  #publish(id: string): void {
    const part = this.#open.get(id);
    if (part === undefined) return;
    const active = part.input.active !== (this.#idle(id) === 'closed');
    const before = this.#told.get(id);
    if (before === active) return;
    this.#told.set(id, active);
    const operation = before === undefined ? 'Initialized' : 'Changed';
    const message = { source: { InputToken: id }, data: { LogicalState: active }, operation } as const;
    this.#events.publish({ ...message, topic: inputTopic });
    if (part.use === 'tamper') this.#events.publish({ ...message, topic: tamperTopic });
  }
}
