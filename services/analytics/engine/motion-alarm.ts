import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import { cellMotion } from '../rules/cell-motion/machine.ts';
import { type RunningRule, runningRule } from '../rules/machine.ts';
import { cellSet } from '../scene/cells.ts';
import type { Scene } from '../scene/scene.ts';
import type { RuleRunner } from './rule-runner.ts';

/** Topic of the imaging service that most clients know as motion. */
export const motionAlarmTopic: TopicDeclaration = {
  topic: 'tns1:VideoSource/MotionAlarm',
  property: true,
  source: { Source: 'tt:ReferenceToken' },
  data: { State: 'xs:boolean' },
};

/** Motion where no rule says what motion is. */
const usual = {
  minCount: 4,
  alarmOnDelay: 200,
  alarmOffDelay: 2000,
  activeCells: cellSet(32, 18, () => true),
} as const;

/** Whether anything moves in a video source: while a rule about motion is on, or by itself where there is none. */
export class MotionAlarm {
  readonly #source: string;
  readonly #events: EventSink;
  readonly #cells: RunningRule = runningRule(cellMotion, usual);
  #own = false;
  #on = false;

  constructor(source: string, events: EventSink, utc: number) {
    this.#source = source;
    this.#events = events;
    this.#cells.begin({ utc, local: utc }, undefined);
    this.#publish(utc, 'Initialized');
  }

  next(scene: Scene): void {
    for (const { data } of this.#cells.next(scene)) this.#own = data[0]?.value === true;
  }

  reset(utc: number): void {
    this.#cells.reset(utc);
    this.#own = false;
  }

  /** Tells when it changed, by the rules as they are now. */
  tell(rules: Iterable<RuleRunner>, utc: number): void {
    const judges = [...rules].filter(({ rule }) => rule.tellsMotion && rule.armed);
    const on = judges.length === 0 ? this.#own : judges.some((one) => one.on);
    if (on === this.#on) return;
    this.#on = on;
    this.#publish(utc, 'Changed');
  }

  end(utc: number): void {
    this.#own = false;
    this.tell([], utc);
    this.#publish(utc, 'Deleted');
  }

  #publish(utc: number, operation: 'Initialized' | 'Changed' | 'Deleted'): void {
    const { topic } = motionAlarmTopic;
    this.#events.publish({ topic, source: { Source: this.#source }, data: { State: this.#on }, operation, utc });
  }
}
