import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OnLoadResult, Plugin } from 'esbuild';

/** Media types that the web server names by the ending of a file. */
const namedTypes = new Set(['text/html', 'text/plain', 'text/xml', 'application/xml', 'image/jpeg']);

/** Koa asks this table for the character set of a media type; a type without one needs no row. */
async function smallMediaTypes(path: string): Promise<OnLoadResult> {
  const all = JSON.parse(await readFile(path, 'utf8')) as Readonly<Record<string, { readonly charset?: string }>>;
  const kept = Object.entries(all).filter(([type, { charset }]) => charset !== undefined || namedTypes.has(type));
  return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
}

/** Error texts of zod in English only: 264 of its 454 KB are other languages. */
function englishOnly(path: string): Promise<OnLoadResult> {
  return Promise.resolve({ contents: "export { default as en } from './en.js';", resolveDir: dirname(path) });
}

/** Encodings that Node.js has itself: SOAP requests are read as UTF-8, and the tables of the others take 500 KB. */
function nodeEncodings(path: string): Promise<OnLoadResult> {
  return Promise.resolve({ contents: "module.exports = require('./internal.js');", resolveDir: dirname(path) });
}

const replacements: readonly (readonly [RegExp, (path: string) => Promise<OnLoadResult>])[] = [
  [/node_modules\/iconv-lite\/encodings\/index\.js$/, nodeEncodings],
  [/node_modules\/mime-db\/db\.json$/, smallMediaTypes],
  [/node_modules\/zod\/v4\/locales\/index\.js$/, englishOnly],
];

/** Puts smaller modules in the place of large tables of packages, of which a camera needs a few rows. */
export const replacedModules: Plugin = {
  name: 'replaced modules',
  setup({ onLoad }) {
    for (const [filter, load] of replacements) onLoad({ filter }, ({ path }) => load(path));
  },
};
