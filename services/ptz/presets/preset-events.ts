import type { HeadPosition } from '../../../hal/ports/ptz-head.ts';
import type { EventSink, TopicDeclaration } from '../../events/event-message.ts';
import { axesOf } from '../bounds.ts';
import type { Move, PtzUnit } from '../unit.ts';

const topics = ['Invoked', 'Reached', 'Aborted', 'Left'] as const;

/** Events of presets (PTZ-30). */
export const presetTopics: readonly TopicDeclaration[] = topics.map((name) => ({
  topic: `tns1:PTZController/PTZPresets/${name}`,
  property: false,
  source: { PTZConfigurationToken: 'tt:ReferenceToken' },
  data: { PresetToken: 'tt:ReferenceToken', PresetName: 'tt:Name' },
}));

/** Preset as its events name it. */
interface NamedPreset {
  readonly token: string;
  readonly name: string;
  readonly position: HeadPosition;
}

/** Follows the moves of one unit to presets: each Invoked is followed by Reached or Aborted, each Reached by Left. */
export class PresetEvents {
  readonly #unit: PtzUnit;
  readonly #events: EventSink;
  #reached: NamedPreset | undefined;

  constructor(unit: PtzUnit, events: EventSink) {
    this.#unit = unit;
    this.#events = events;
    unit.head.onStatus(() => this.#look());
  }

  /** Follows a move to a preset that the head has accepted. */
  follow(preset: NamedPreset, { ended }: Move): void {
    this.#publish('Invoked', preset);
    void ended.then((end) => {
      this.#publish(end === 'arrived' ? 'Reached' : 'Aborted', preset);
      if (end === 'arrived') this.#reached = preset;
      this.#look();
    });
  }

  #look(): void {
    if (this.#reached === undefined || this.#isAt(this.#reached)) return;
    this.#publish('Left', this.#reached);
    this.#reached = undefined;
  }

  /** Whether the head is where the preset is, to a few of its smallest moves. */
  #isAt({ position }: NamedPreset): boolean {
    const { status, facts } = this.#unit;
    return axesOf(position).every(([axis, value]) => {
      const { resolution = 0 } = facts.axes[axis] ?? {};
      return Math.abs((status.position[axis] ?? value) - value) <= 3 * resolution;
    });
  }

  #publish(name: (typeof topics)[number], { token, name: PresetName }: NamedPreset): void {
    const topic = `tns1:PTZController/PTZPresets/${name}`;
    const source = { PTZConfigurationToken: this.#unit.token };
    this.#events.publish({ topic, source, data: { PresetToken: token, PresetName } });
  }
}
