import type { Encoder } from './encoder.ts';

/** Control of the kernel driver behind an encoder. */
export interface DriverControl {
  /** Names in GStreamer's form (`video_bitrate`); drivers have at least one of them. */
  readonly names: readonly string[];
  readonly value: number;
  /** true: the encoder is not used without it. */
  readonly required?: true;
}

/** Text of GStreamer's property `extra-controls`, which leaves out names that the driver lacks. */
function extraControls(controls: readonly DriverControl[]): string {
  const fields = controls.flatMap(({ names, value }) => names.map((name) => `${name}=${value}`));
  return ['controls', ...fields].join(',');
}

/** Members of an encoder that sets controls of its driver. */
export function withControls<State>(
  controls: (state: State) => readonly DriverControl[],
): Required<Pick<Encoder<State>, 'controls' | 'texts'>> {
  return { controls, texts: (state) => ({ 'extra-controls': extraControls(controls(state)) }) };
}

function valuesOf(inForce: string): ReadonlyMap<string, number> {
  const lines = inForce.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), Number(line.slice(line.indexOf('=') + 1))]));
}

/**
 * Describes the first control that a driver lacks or changed; undefined when it took all. Neither the driver nor GStreamer reports that.
 * @param inForce lines `name=value` of the controls that the driver has
 */
export function refusedControl(controls: readonly DriverControl[], inForce: string): string | undefined {
  const values = valuesOf(inForce);
  for (const { names, value } of controls) {
    const found = names.filter((name) => values.has(name));
    if (found.length === 0) return `the driver has no control ${names.join(' or ')}`;
    if (found.every((name) => values.get(name) !== value)) {
      const taken = found.map((name) => `${name} is ${values.get(name)}`).join(', ');
      return `the driver changed a control: ${taken} instead of ${value}`;
    }
  }
  return undefined;
}
