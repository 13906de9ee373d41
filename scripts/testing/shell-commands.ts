/** Words that the shell itself knows, and words before which the command itself stands. */
const builtins = new Set(
  '. : [ alias break cd command continue echo eval exec exit export false getopts hash kill local printf pwd read return set shift test time times trap true type ulimit umask unset wait'.split(
    ' ',
  ),
);
const keywords = new Set('if then else elif fi do done while until esac ! { }'.split(' '));
const prefixes = new Set('exec command nice env time as_root'.split(' '));

/** Splits a shell script into commands: quotes and expansions become `Q`, commands inside of them stand for themselves. */
class ShellText {
  readonly #text: string;
  #at = 0;
  /** Commands before the pattern of a `case` that may be read now. */
  #patternFrom = 0;
  readonly commands: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads commands up to the `)` of a `$(`, or up to the end. */
  readCommands(nested: boolean): void {
    let command = '';
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const next = this.#text[this.#at] ?? '';
      if (next === '(') depth += 1;
      if (next === ')') depth -= 1;
      if (depth < 0 && nested) break;
      if (depth < 0) {
        // The pattern of a `case` has ended, with alternatives that look like a pipe.
        this.commands.length = this.#patternFrom;
        command = '';
        depth = 0;
      } else if (/[\n;&|()]/.test(next) && !/[<>]$/.test(command)) {
        this.#take(command, next);
        command = '';
      } else command += this.#readWordPart(next, command);
    }
    this.#take(command, '');
  }

  #take(command: string, end: string): void {
    const [, pattern] = /^\s*case\s+\S+\s+in\b(.*)$/.exec(command) ?? [];
    const text = (pattern ?? command).trim();
    if (pattern !== undefined) this.#patternFrom = this.commands.length;
    if (text !== '') this.commands.push(text);
    if (end === ';' && this.#text[this.#at - 1] === ';') this.#patternFrom = this.commands.length;
  }

  #readWordPart(next: string, before: string): string {
    if (next === '\\') return this.#skip(1);
    if (next === "'") return this.#skipTo("'");
    if (next === '"') return this.#readDoubleQuotes();
    if (next === '$') return this.#readExpansion();
    if (next === '`') throw new Error('backticks are not read');
    if (next === '#' && /(^|\s)$/.test(before)) this.#at = this.#endOfLine() - 1;
    return next === '#' && /(^|\s)$/.test(before) ? '' : next;
  }

  #endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  #skip(count: number): string {
    this.#at += count;
    return this.#text[this.#at] === '\n' ? ' ' : 'Q';
  }

  #skipTo(end: string): string {
    this.#at = this.#text.indexOf(end, this.#at + 1);
    if (this.#at < 0) throw new Error(`no ${end} at the end`);
    return 'Q';
  }

  #readDoubleQuotes(): string {
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      if (this.#at >= this.#text.length) throw new Error('no " at the end');
      if (this.#text[this.#at] === '\\') this.#at += 1;
      else if (this.#text[this.#at] === '$') this.#readExpansion();
    }
    return 'Q';
  }

  /** `$NAME`, `${…}`, `$((…))` or `$(…)`, of which the last holds commands. */
  #readExpansion(): string {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    if (rest === '$((') this.#at = this.#text.indexOf('))', this.#at) + 1;
    else if (rest.startsWith('${')) this.#skipBraces();
    else if (rest.startsWith('$(')) {
      this.#at += 2;
      this.readCommands(true);
    }
    return 'Q';
  }

  #skipBraces(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const next = this.#text[this.#at];
      if (next === '\\') this.#at += 1;
      else if (next === "'" && depth > 0 && this.#text[this.#at - 1] !== '"') this.#skipTo("'");
      else if (next === '{') depth += 1;
      else if (next === '}' && --depth === 0) return;
    }
  }
}

/** Programs that a shell script starts by name, without builtins and the script's own functions. @internal */
export function programsOf(text: string, functions: ReadonlySet<string>): readonly string[] {
  const script = new ShellText(text.replace(/^#!.*/, ''));
  script.readCommands(false);
  const names = script.commands.flatMap((command) => nameOf(command.split(/\s+/)) ?? []);
  return [...new Set(names)].filter((name) => !builtins.has(name) && !functions.has(name)).sort();
}

/** Functions that a shell script defines. @internal */
export function functionsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\w-])([a-z]\w*)\(\) \{/g)].map((match) => match[1] ?? '');
}

function nameOf(words: readonly string[]): string | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  if (/^(for|case|function|local|readonly|in)$/.test(first)) return undefined;
  if (keywords.has(first) || /^[A-Za-z_]\w*(\[\w*\])?\+?=/.test(first) || /^\d*[<>]/.test(first)) return nameOf(rest);
  if (prefixes.has(first)) return nameOf(rest.filter((word) => !word.startsWith('-')));
  return /^[a-z][\w.+-]*$/.test(first) ? first : undefined;
}
