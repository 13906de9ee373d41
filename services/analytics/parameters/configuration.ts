import type * as tan from '../../generated/tan.ts';
import type * as tt from '../../generated/tt.ts';
import {
  type AnalyticsFacts,
  type Parameter,
  ParameterError,
  type ParameterTable,
  type StoredValues,
} from './parameter.ts';

/** Parameters of one rule or module (tt:Config): everything between the wire and the stored values, by the table of its type. */

type Erased = Parameter<unknown>;

function offeredParameters(table: ParameterTable, facts: AnalyticsFacts): readonly (readonly [string, Erased])[] {
  return Object.entries(table).filter(([, parameter]) => parameter.offered?.(facts) ?? true);
}

/** Values of all parameters: the stored ones as far as they can be used, defaults for the others. */
export function completeValues(table: ParameterTable, stored: StoredValues, facts: AnalyticsFacts): StoredValues {
  const values = Object.entries(table).map(([name, parameter]) => {
    const found = parameter.stored.safeParse(stored[name]);
    return [name, found.success ? found.data : parameter.initial(facts)] as const;
  });
  return Object.fromEntries(values);
}

/** Items of one name. */
function named<Item extends { readonly Name: string }>(items: readonly Item[] = [], name: string): readonly Item[] {
  return items.filter(({ Name }) => Name === name);
}

function checkCount(count: number, { most = 1 }: Erased): void {
  if (count > most) throw new ParameterError(most === 1 ? 'it is given twice' : `more than ${most} are given`);
}

/** Value that a client gives a parameter; undefined when it gives none. */
function wantedValue(name: string, parameter: Erased, items: tt.ItemList, facts: AnalyticsFacts): unknown {
  if (parameter.form === 'simple') {
    const found = named(items.SimpleItem, name);
    checkCount(found.length, parameter);
    return found.length === 0
      ? undefined
      : parameter.decode(
          found.map(({ Value }) => Value),
          facts,
        );
  }
  const found = named(items.ElementItem, name);
  checkCount(found.length, parameter);
  if (found.length === 0) return undefined;
  const elements = found.map(({ Any = [] }) => {
    const [only] = Any;
    if (Any.length !== 1 || only === undefined || 'xml' in only) throw new ParameterError('it has not one element');
    return only;
  });
  return parameter.decode(elements, facts);
}

function checkNames(offered: readonly (readonly [string, Erased])[], items: tt.ItemList): void {
  const given = [
    ...(items.SimpleItem ?? []).map(({ Name }) => ({ Name, form: 'simple' })),
    ...(items.ElementItem ?? []).map(({ Name }) => ({ Name, form: 'element' })),
  ];
  for (const { Name, form } of given)
    if (!offered.some(([name, parameter]) => name === Name && parameter.form === form))
      throw new ParameterError(`there is no parameter ${Name.slice(0, 64)}`);
}

/** Values after a client's wishes: those that it leaves out stay as they are. Throws ParameterError. */
export function wantedValues(
  table: ParameterTable,
  present: StoredValues,
  wanted: tt.ItemList,
  facts: AnalyticsFacts,
): StoredValues {
  const offered = offeredParameters(table, facts);
  checkNames(offered, wanted);
  const changed = offered.flatMap(([name, parameter]) => {
    try {
      const value = wantedValue(name, parameter, wanted, facts);
      return value === undefined ? [] : [[name, value] as const];
    } catch (error) {
      if (error instanceof ParameterError) throw new ParameterError(`${name}: ${error.message}`);
      throw error;
    }
  });
  return { ...completeValues(table, present, facts), ...Object.fromEntries(changed) };
}

/** tt:Config Parameters: simple items before element items, as the descriptions list them. */
export function parametersToWire(table: ParameterTable, values: StoredValues, facts: AnalyticsFacts): tt.ItemList {
  const SimpleItem: tt.ItemListSimpleItem[] = [];
  const ElementItem: tt.ItemListElementItem[] = [];
  for (const [Name, parameter] of offeredParameters(table, facts)) {
    if (parameter.form === 'simple')
      SimpleItem.push(...parameter.encode(values[Name], facts).map((Value) => ({ Name, Value })));
    else ElementItem.push(...parameter.encode(values[Name], facts).map((xml) => ({ Name, Any: [xml] })));
  }
  return { SimpleItem, ElementItem };
}

/** Parameters of a description. */
export function describedParameters(table: ParameterTable, facts: AnalyticsFacts): tt.ItemListDescription {
  const offered = offeredParameters(table, facts).map(([Name, { type, form }]) => ({ Name, Type: type, form }));
  const of = (wanted: Erased['form']): readonly { readonly Name: string; readonly Type: string }[] =>
    offered.filter(({ form }) => form === wanted).map(({ Name, Type }) => ({ Name, Type }));
  return { SimpleItemDescription: of('simple'), ElementItemDescription: of('element') };
}

/** Options of the parameters that have limits. */
export function parameterOptions(table: ParameterTable, facts: AnalyticsFacts): readonly tan.ConfigOptions[] {
  return offeredParameters(table, facts).flatMap(([Name, { type: Type, most = 1, options }]) => {
    // The schema wants an element, and there is none for times.
    if (options === undefined) return [];
    return [
      {
        Name,
        Type,
        ...(most > 1 && { minOccurs: 0, maxOccurs: most }),
        Any: [options(facts)],
      },
    ];
  });
}
