import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** Place of the page's sources, of what the compiler wrote of them, and of the built page, seen from the root. */
const sources = 'services/web/page';
const compiled = 'dist/services/web/page';
const folder = 'dist/page';

/**
 * Tables that the page does not need: Media (Media2 covers it), descriptions of people, faults of subscriptions, and services that
 * no screen calls yet. A screen that calls one takes its prefix out here.
 */
const unusedTables = /generated\/(bd|fc|tan|tas|tmd|trt|wsrf-bf|wsrf-r)-table\.js$/;

const withoutUnused: Plugin = {
  name: 'tables of the page',
  setup({ onLoad }) {
    onLoad({ filter: unusedTables }, ({ path }) => {
      const [, prefix = ''] = unusedTables.exec(path) ?? [];
      const table = { namespace: '', prefix, complexTypes: {}, simpleTypes: {}, elements: {} };
      return { contents: `export const table = ${JSON.stringify(table)}`, loader: 'js' };
    });
  },
};

const options: BuildOptions = {
  entryPoints: { page: `${compiled}/main.js`, style: `${sources}/style/style.css` },
  outdir: folder,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  // light-dark() and nested rules are as old as these.
  target: ['chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  minify: true,
  legalComments: 'none',
  plugins: [withoutUnused],
  logLevel: 'silent',
  metafile: true,
  write: false,
};

/** File of the built page, named as browsers ask for it. */
interface PageFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** Name of the output of an entry, and of the parts that it imports at once. */
function entryOf({ outputs }: Metafile, source: string): { readonly name: string; readonly parts: readonly string[] } {
  const [path, output] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source) ?? [];
  if (path === undefined || output === undefined) throw new Error(`the page was built without ${source}`);
  const parts = output.imports.filter(({ kind }) => kind === 'import-statement').map((one) => basename(one.path));
  return { name: basename(path), parts };
}

/** The document with the names of its files, and the icons within it. */
function documentOf(root: string, metafile: Metafile): string {
  const read = (name: string): string => readFileSync(join(root, sources, name), 'utf8');
  const script = entryOf(metafile, `${compiled}/main.js`);
  const style = entryOf(metafile, `${sources}/style/style.css`);
  const head = [
    `<link rel="stylesheet" href="page/${style.name}">`,
    ...script.parts.map((name) => `<link rel="modulepreload" href="page/${name}">`),
    `<script type="module" src="page/${script.name}"></script>`,
  ];
  return read('index.html')
    .replace('<!-- head -->', head.join('\n'))
    .replace('<!-- icons -->', read('style/icons.svg').replace(/\n\s*/g, ''));
}

/** Files of the page. Throws with esbuild's messages. */
async function buildPage(root: string): Promise<readonly PageFile[]> {
  const { outputFiles, metafile } = await build({ ...options, absWorkingDir: root });
  if (outputFiles === undefined || metafile === undefined) throw new Error('esbuild wrote nothing');
  const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
  const page = { name: 'index.html', contents: Buffer.from(documentOf(root, metafile)) };
  const icon = { name: 'icon.svg', contents: readFileSync(join(root, sources, 'style/icon.svg')) };
  // The document comes last: a camera that runs must find the files that it names.
  return [...files, icon, page];
}

/** Compressed file of the page, whose bytes depend on its content alone. */
function packed({ name, contents }: PageFile): PageFile {
  return { name: `${name}.gz`, contents: gzipSync(contents, { level: 9 }) };
}

/** Writes the page, compressed, into a folder. Files of earlier pages are removed. */
export async function writePage(root: string, place: string): Promise<void> {
  const files = (await buildPage(root)).map(packed);
  mkdirSync(place, { recursive: true });
  for (const { name, contents } of files) {
    writeFileSync(join(place, `.${name}`), contents);
    renameSync(join(place, `.${name}`), join(place, name));
  }
  const present = new Set(files.map(({ name }) => name));
  for (const name of readdirSync(place)) if (!present.has(name)) rmSync(join(place, name));
}

/** Newest time of the files below a folder. */
function newest(place: string): number {
  const times = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tsbuildinfo'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}

/** Makes the page anew where one of its sources has changed since. */
export async function ensurePage(root: string): Promise<void> {
  const made = statSync(join(root, folder, 'index.html.gz'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inputs = [compiled, sources, 'dist/services/generated', 'dist/services/schema'];
  const own = statSync(join(root, 'dist/scripts/bundling/page.js')).mtimeMs;
  if (Math.max(own, ...inputs.map((place) => newest(join(root, place)))) < made) return;
  mkdirSync(dirname(join(root, folder)), { recursive: true });
  await writePage(root, join(root, folder));
}
