import { baseNotificationFault } from './base-notification-fault.ts';

/** Dialect of message content filters (ONVIF Core, ItemFilter). */
export const itemFilterDialect = 'http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter';

/** A SimpleItem as it stands in a message. */
export interface Item {
  readonly Name: string;
  readonly Value: string;
}

/** Items of a message as a filter sees them. */
interface Content {
  readonly items: readonly Item[];
  /** Names of ElementItems, which have no Value. */
  readonly elementNames: readonly string[];
}

type Test<T> = (value: T) => boolean;
export type ContentMatcher = Test<Content>;

/** Characters of one expression: MaxContentFilterSize of the metadata options. */
export const contentFilterLimit = 4096;

/** Levels of parentheses. */
const deepest = 32;

const token = /\s*(?:(\/\/|@|[()[\]=])|("[^"]*"|'[^']*')|([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?))/y;

function tokenize(text: string): readonly string[] {
  if (text.length > contentFilterLimit) throw baseNotificationFault('wsnt:InvalidMessageContentExpressionFault');
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  for (token.lastIndex = 0; token.lastIndex < end; ) {
    const match = token.exec(text);
    if (match === null) throw baseNotificationFault('wsnt:InvalidMessageContentExpressionFault');
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

/** Recursive descent over the grammar of ItemFilter: the same and/or/not, around paths outside and attributes inside. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): ContentMatcher {
    const test = this.#either(() => this.#path());
    if (this.#at < this.#tokens.length) this.#fail();
    return test;
  }

  #fail(): never {
    throw baseNotificationFault('wsnt:InvalidMessageContentExpressionFault');
  }

  #next(): string {
    const found = this.#tokens[this.#at] ?? this.#fail();
    this.#at += 1;
    return found;
  }

  #take(wanted: string): void {
    if (this.#next() !== wanted) this.#fail();
  }

  #accept(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #either<T>(leaf: () => Test<T>): Test<T> {
    let left = this.#both(leaf);
    while (this.#accept('or')) {
      const [a, b] = [left, this.#both(leaf)];
      left = (value) => a(value) || b(value);
    }
    return left;
  }

  #both<T>(leaf: () => Test<T>): Test<T> {
    let left = this.#one(leaf);
    while (this.#accept('and')) {
      const [a, b] = [left, this.#one(leaf)];
      left = (value) => a(value) && b(value);
    }
    return left;
  }

  #one<T>(leaf: () => Test<T>): Test<T> {
    const negated = this.#accept('not');
    if (!negated && this.#tokens[this.#at] !== '(') return leaf();
    this.#depth += 1;
    if (this.#depth > deepest) this.#fail();
    this.#take('(');
    const inner = this.#either(leaf);
    this.#take(')');
    this.#depth -= 1;
    return negated ? (value) => !inner(value) : inner;
  }

  /** boolean(//tt:SimpleItem[…]) */
  #path(): ContentMatcher {
    this.#take('boolean');
    this.#take('(');
    this.#take('//');
    const kind = /^(?:[\w.-]+:)?(SimpleItem|ElementItem)$/.exec(this.#next())?.[1] ?? this.#fail();
    const test: Test<Partial<Item>> = this.#accept('[') ? this.#attributes() : () => true;
    this.#take(')');
    if (kind === 'SimpleItem') return ({ items }) => items.some(test);
    return ({ elementNames }) => elementNames.some((Name) => test({ Name }));
  }

  #attributes(): Test<Partial<Item>> {
    const test = this.#either(() => this.#attribute());
    this.#take(']');
    return test;
  }

  #attribute(): Test<Partial<Item>> {
    this.#take('@');
    const name = this.#next();
    if (name !== 'Name' && name !== 'Value') this.#fail();
    this.#take('=');
    const quoted = this.#next();
    if (!/^["']/.test(quoted)) this.#fail();
    const wanted = quoted.slice(1, -1);
    return (item) => item[name] === wanted;
  }
}

/** Compiles a message content filter. Fault: InvalidMessageContentExpression. */
export function contentFilter(text: string, dialect: string): ContentMatcher {
  if (dialect !== itemFilterDialect) throw baseNotificationFault('wsnt:InvalidMessageContentExpressionFault');
  return new Parser(text).whole();
}
