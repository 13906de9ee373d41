/** Parsed notation of a complex type, type names prefixed. */
export interface TypeNotation {
  readonly base?: { readonly kind: 'extension' | 'restriction'; readonly name: string };
  readonly attributes: readonly NotedAttribute[];
  readonly anyAttribute?: 'any' | 'other';
  /** Type of the text of simple content. */
  readonly text?: string;
  readonly mixed: boolean;
  readonly particles: readonly NotedParticle[];
}

interface NotedAttribute {
  /** Attribute name, with prefix when qualified. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

export type NotedParticle = NotedElement | NotedWildcard | NotedChoice;

export interface NotedElement {
  readonly kind: 'element';
  /** Element name with prefix. */
  readonly name: string;
  /** Type name; undefined for a reference to a global element. */
  readonly type: string | undefined;
  readonly nillable: boolean;
  readonly min: number;
  readonly max: number;
}

export interface NotedWildcard {
  readonly kind: 'any';
  readonly namespace: 'any' | 'other' | 'target';
  readonly min: number;
  readonly max: number;
}

export interface NotedChoice {
  readonly kind: 'choice';
  readonly items: readonly (NotedElement | NotedWildcard)[];
  readonly min: number;
  readonly max: number;
}

/**
 * Reads the notation of the generated tables. Words, in schema order:
 * `<Base` extends, `<-Base` restricts, `@name=type` attribute (`!` after the name: required), `@*` `@other` any
 * attribute, `$type` simple content, `$$` mixed, `Name=type` element, `tt:Name` reference, `#any` `#other` `#target`
 * wildcard, `( … )` choice. Occurrence `?` `*` `+` `{m,n}` stands after a name or the bracket, `~` after it: nillable.
 * A type or element without prefix belongs to the table's namespace.
 */
export function parseTypeNotation(text: string, prefix: string): TypeNotation {
  const attributes: NotedAttribute[] = [];
  const particles: NotedParticle[] = [];
  let choice: (NotedElement | NotedWildcard)[] | undefined;
  let head: Pick<TypeNotation, 'base' | 'anyAttribute' | 'text'> = {};
  let mixed = false;
  for (const word of text.split(' ')) {
    if (word === '') {
      continue;
    }
    if (word.startsWith('<')) {
      const restricts = word.startsWith('<-');
      const name = qualified(word.slice(restricts ? 2 : 1), prefix);
      head = { ...head, base: { kind: restricts ? 'restriction' : 'extension', name } };
    } else if (word === '@*' || word === '@other') {
      head = { ...head, anyAttribute: word === '@*' ? 'any' : 'other' };
    } else if (word.startsWith('@')) {
      attributes.push(parseAttribute(word.slice(1), prefix));
    } else if (word === '$$') {
      mixed = true;
    } else if (word.startsWith('$')) {
      head = { ...head, text: qualified(word.slice(1), prefix) };
    } else if (word === '(') {
      choice = [];
    } else if (word.startsWith(')')) {
      particles.push({ kind: 'choice', items: choice ?? [], ...parseOccurrence(word.slice(1)) });
      choice = undefined;
    } else {
      (choice ?? particles).push(parseParticle(word, prefix));
    }
  }
  return { ...head, attributes, mixed, particles };
}

function parseAttribute(word: string, prefix: string): NotedAttribute {
  const equals = word.indexOf('=');
  const required = word[equals - 1] === '!';
  return {
    name: word.slice(0, required ? equals - 1 : equals),
    type: qualified(word.slice(equals + 1), prefix),
    required,
  };
}

function parseParticle(word: string, prefix: string): NotedElement | NotedWildcard {
  const equals = word.indexOf('=');
  const left = equals < 0 ? word : word.slice(0, equals);
  const mark = left.search(/[?*+{~]/);
  const name = mark < 0 ? left : left.slice(0, mark);
  const nillable = left.endsWith('~');
  const occurrence = parseOccurrence(mark < 0 ? '' : left.slice(mark, nillable ? -1 : undefined));
  if (name === '#any' || name === '#other' || name === '#target') {
    return { kind: 'any', namespace: wildcards[name], ...occurrence };
  }
  const type = equals < 0 ? undefined : qualified(word.slice(equals + 1), prefix);
  return { kind: 'element', name: qualified(name, prefix), type, nillable, ...occurrence };
}

const wildcards = { '#any': 'any', '#other': 'other', '#target': 'target' } as const;

function parseOccurrence(mark: string): { min: number; max: number } {
  switch (mark) {
    case '':
      return { min: 1, max: 1 };
    case '?':
      return { min: 0, max: 1 };
    case '*':
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case '+':
      return { min: 1, max: Number.POSITIVE_INFINITY };
    default: {
      const [min = '', max = ''] = mark.slice(1, -1).split(',');
      return { min: Number(min), max: max === '' ? Number.POSITIVE_INFINITY : Number(max) };
    }
  }
}

function qualified(name: string, prefix: string): string {
  return name.includes(':') ? name : `${prefix}:${name}`;
}
