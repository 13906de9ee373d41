import { z } from 'zod';
import { encodeElement } from '../../schema/codec.ts';
import { milliseconds } from '../../schema/simple/duration.ts';
import { decodeSimple, simpleCodec } from '../../schema/simple/simple-type.ts';
import { type AnalyticsFacts, ParameterError, type SimpleParameter } from './parameter.ts';

/** Value that the device chooses or that follows from the facts. */
type Given<Value> = Value | ((facts: AnalyticsFacts) => Value);

function given<Value extends number | boolean | string>(value: Given<Value>, facts: AnalyticsFacts): Value {
  return typeof value === 'function' ? value(facts) : value;
}

/** Value of a simple type. Throws ParameterError. */
function decoded(type: string, text: string): unknown {
  const codec = simpleCodec(type);
  if (codec === undefined) throw new Error(`no simple type ${type}`);
  const value = decodeSimple(codec, text, new Map());
  if (value === undefined) throw new ParameterError(`"${text.slice(0, 32)}" is no ${type}`);
  return value;
}

interface Limits<Value> {
  readonly min: Given<Value>;
  readonly max: Given<Value>;
  readonly initial: Given<Value>;
}

function within(value: number, { min, max }: Limits<number>, facts: AnalyticsFacts): number {
  const [least, most] = [given(min, facts), given(max, facts)];
  if (!(value >= least && value <= most)) throw new ParameterError(`${value} is not within ${least} and ${most}`);
  return value;
}

/** A number with its limits; a stored one that the present limits exclude is told as the nearest that they allow. */
function numberParameter(type: string, range: string, limits: Limits<number>): SimpleParameter<number> {
  return {
    form: 'simple',
    type,
    initial: (facts) => given(limits.initial, facts),
    decode: ([text = ''], facts) => within(Number(decoded(type, text)), limits, facts),
    encode: (value, facts) => [String(Math.max(given(limits.min, facts), Math.min(given(limits.max, facts), value)))],
    options: (facts) => encodeElement(range, { Min: given(limits.min, facts), Max: given(limits.max, facts) }),
    stored: z.number(),
  };
}

export function integerParameter(limits: Limits<number>): SimpleParameter<number> {
  return numberParameter('xs:integer', 'tt:IntRange', limits);
}

export function floatParameter(limits: Limits<number>): SimpleParameter<number> {
  return numberParameter('xs:float', 'tt:FloatRange', limits);
}

export function booleanParameter(initial: boolean): SimpleParameter<boolean> {
  return {
    form: 'simple',
    type: 'xs:boolean',
    initial: () => initial,
    decode: ([text = '']) => decoded('xs:boolean', text) === true,
    encode: (value) => [String(value)],
    stored: z.boolean(),
  };
}

/** `PT1M`, `PT1H`, `PT2.5S`. */
function duration(time: number): string {
  if (time > 0 && time % 3_600_000 === 0) return `PT${time / 3_600_000}H`;
  return time > 0 && time % 60_000 === 0 ? `PT${time / 60_000}M` : `PT${time / 1000}S`;
}

/** A duration; limits and values are milliseconds. */
export function durationParameter(limits: {
  readonly min: number;
  readonly max: number;
  readonly initial: number;
}): SimpleParameter<number> {
  const { min, max, initial } = limits;
  return {
    form: 'simple',
    type: 'xs:duration',
    initial: () => initial,
    decode: ([text = '']) => {
      const value = milliseconds(String(decoded('xs:duration', text)));
      if (!(value >= min && value <= max))
        throw new ParameterError(`${text} is not within ${duration(min)} and ${duration(max)}`);
      return value;
    },
    encode: (value) => [duration(Math.max(min, Math.min(max, value)))],
    options: () => encodeElement('tt:DurationRange', { Min: duration(min), Max: duration(max) }),
    stored: z.number(),
  };
}

/** One word of several. A type of its own has the words as tt:StringList, xs:string has them as tt:StringItems. */
export function choiceParameter<Word extends string>(
  type: string,
  words: readonly Word[],
  initial: Word,
): SimpleParameter<Word> {
  return {
    form: 'simple',
    type,
    initial: () => initial,
    decode: ([text = '']) => {
      const found = words.find((word) => word === text.trim());
      if (found === undefined) throw new ParameterError(`"${text.slice(0, 32)}" is none of ${words.join(', ')}`);
      return found;
    },
    encode: (value) => [value],
    options: () =>
      type === 'xs:string' ? encodeElement('tt:StringItems', { Item: words }) : encodeElement('tt:StringList', words),
    stored: z.custom<Word>((value) => words.some((word) => word === value)),
  };
}

/** Classes of the detector that count, all when the list is empty (Analytics, A.2.2). Without a detector it is not offered. */
export const classFilter: SimpleParameter<readonly string[]> = {
  form: 'simple',
  type: 'tt:StringList',
  offered: ({ classes }) => classes.length > 0,
  initial: () => [],
  decode: ([text = ''], { classes }) => {
    const wanted = decoded('tt:StringList', text) as readonly string[];
    const unknown = wanted.find((one) => !classes.includes(one));
    if (unknown !== undefined) throw new ParameterError(`there is no class ${unknown.slice(0, 32)}`);
    return [...new Set(wanted)];
  },
  encode: (value) => [value.join(' ')],
  options: ({ classes }) => encodeElement('tt:StringList', classes),
  stored: z.array(z.string()),
};

const timeOfDay = /^(\d\d):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)?$/;

/** Times of day by the local clock (a zone is ignored), as milliseconds after midnight. */
export function timesParameter(most: number): SimpleParameter<readonly number[]> {
  return {
    form: 'simple',
    type: 'xs:time',
    most,
    initial: () => [],
    decode: (texts) =>
      texts.map((text) => {
        const [, hour, minute, second, fraction = ''] = timeOfDay.exec(text.trim()) ?? [];
        if (hour === undefined || Number(hour) > 23) throw new ParameterError(`"${text.slice(0, 32)}" is no xs:time`);
        const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
        return seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
      }),
    encode: (values) => values.map((value) => new Date(value).toISOString().slice(11, -1).replace('.000', '')),
    stored: z.array(z.number().min(0).max(86_399_999)),
  };
}
