import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How a compiled file says that it loads our native addon, of which AddressSanitizer needs another build. */
const loader = 'process.env.VEDETTE_NATIVE';

/** Finds compiled files that load the native addon, themselves or through what they import. Types are no longer in them. */
export class NativeImports {
  readonly #known = new Map<string, boolean>();

  /** True where the file or one of its imports loads the addon. Circles are none: lint forbids them. */
  loadsAddon(compiled: string): boolean {
    const known = this.#known.get(compiled);
    if (known !== undefined) return known;
    this.#known.set(compiled, false);
    const text = existsSync(compiled) ? readFileSync(compiled, 'utf8') : '';
    const loads = text.includes(loader) || importsOf(text, dirname(compiled)).some((path) => this.loadsAddon(path));
    this.#known.set(compiled, loads);
    return loads;
  }
}

function importsOf(text: string, folder: string): readonly string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => join(folder, match[1] ?? ''));
}
