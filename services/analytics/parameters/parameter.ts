import type { z } from 'zod';
import type { RawXml, XmlElement } from '../../schema/xml-element.ts';

/** What the options of parameters follow from. */
export interface AnalyticsFacts {
  /** Layout of the cells. */
  readonly columns: number;
  readonly rows: number;
  /** Classes that a detector tells apart; empty without a detector. */
  readonly classes: readonly string[];
}

/** Parameter that cannot be: the reason is told to the client. */
export class ParameterError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ParameterError';
  }
}

interface AnyParameter<Value> {
  /** Type in the description: a simple type, or a global element. */
  readonly type: string;
  /** How often it may occur; 1 when absent. */
  readonly most?: number;
  /** Whether clients may set it; absent: always. */
  offered?(facts: AnalyticsFacts): boolean;
  /** Value of a configuration that was created without it. */
  initial(facts: AnalyticsFacts): Value;
  /** Content of tan:ConfigOptions; absent for values without limits. */
  options?(facts: AnalyticsFacts): RawXml;
  /** Schema of the value as it is stored. */
  readonly stored: z.ZodType<Value>;
}

/** Parameter that stands in tt:SimpleItem. Decoding throws ParameterError. */
export interface SimpleParameter<Value> extends AnyParameter<Value> {
  readonly form: 'simple';
  decode(texts: readonly string[], facts: AnalyticsFacts): Value;
  encode(value: Value, facts: AnalyticsFacts): readonly string[];
}

/** Parameter that stands in tt:ElementItem. Decoding throws ParameterError. */
export interface ElementParameter<Value> extends AnyParameter<Value> {
  readonly form: 'element';
  decode(elements: readonly XmlElement[], facts: AnalyticsFacts): Value;
  encode(value: Value, facts: AnalyticsFacts): readonly RawXml[];
}

export type Parameter<Value> = SimpleParameter<Value> | ElementParameter<Value>;

/** Parameters of a type by their names, simple ones first. */
export type ParameterTable = Readonly<Record<string, Parameter<unknown>>>;

/** Values of a table. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Parameter<infer Value> ? Value : never;
};

/** Values by the name of their parameters, as they are stored. */
export type StoredValues = Readonly<Record<string, unknown>>;
