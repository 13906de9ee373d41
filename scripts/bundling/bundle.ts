import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build } from 'esbuild';
import { bundleFolder as folder, inputsPath, isBundleFresh } from './fresh-bundle.ts';
import { ensurePage } from './page.ts';
import { replacedModules } from './replaced-modules.ts';

/**
 * Programs and threads of the firmware by their place in the bundle. All files lie as deep below the root as compiled ones, so that
 * the paths that modules find from their own place hold in both forms.
 */
const programs = {
  'control/main': 'dist/firmware/main.js',
  'control/stepper-worker': 'dist/hal/motion/stepper/stepper-worker.js',
  'media/main': 'dist/firmware/media/main.js',
  'machine/main': 'dist/firmware/machine/main.js',
  'factory/main': 'dist/firmware/factory/main.js',
  'update/install-package': 'dist/firmware/update/install-package.js',
} as const;

/** Packages that find native code or modules by their own place on disk. */
const external = ['*.node', 'gstreamer-superficial', 'serialport', 'i2c-bus', 'onoff', 'epoll', 'node-v4l2'];

/** Milliseconds for which parts of earlier bundles stay: a running camera imports some of them late. */
const keptTime = 24 * 3_600_000;

/** Names of functions are kept for stack traces; shorter ones would save 0.6 MiB of memory and no time. */
const options: BuildOptions = {
  entryPoints: programs,
  outdir: folder,
  chunkNames: 'control/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  external,
  plugins: [replacedModules],
  banner: {
    js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
  },
  logLevel: 'silent',
  metafile: true,
  write: false,
};

/** Compiled files and the list of packages decide; the files of a package change with that list only. */
function inputsOf(paths: readonly string[]): readonly string[] {
  const bundler = ['dist/scripts/bundling/bundle.js', 'dist/scripts/bundling/replaced-modules.js', 'package-lock.json'];
  return [...bundler, ...paths.filter((path) => path.startsWith('dist/'))];
}

/** Files appear whole and programs last, because a camera may start at any time. */
function place(path: string, contents: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Present time by the clock that gives files theirs. */
function fileTime(root: string): Date {
  const path = join(root, folder, 'begun');
  place(path, '');
  return statSync(path).mtime;
}

function removeOld(root: string, present: ReadonlySet<string>): void {
  const limit = statSync(inputsPath(root)).mtimeMs - keptTime;
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    const path = join(root, folder, name);
    if (present.has(path) || path === inputsPath(root)) continue;
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile() === true && status.mtimeMs < limit) rmSync(path, { force: true });
  }
}

/** Files of the bundle, by absolute paths. Throws with esbuild's messages. */
export async function bundleFirmware(root: string): Promise<Pick<BuildResult, 'outputFiles' | 'metafile'>> {
  return build({ ...options, absWorkingDir: root });
}

/** Makes the bundle of the compiled firmware in about a second. */
async function makeBundle(root: string): Promise<void> {
  const { outputFiles = [], metafile } = await bundleFirmware(root);
  const entries = new Set(Object.keys(programs).map((name) => join(root, folder, `${name}.js`)));
  const isProgram = (path: string): number => (entries.has(path) ? 1 : 0);
  const ordered = outputFiles.toSorted((one, other) => isProgram(one.path) - isProgram(other.path));
  for (const { path, contents } of ordered) place(path, contents);
  place(inputsPath(root), JSON.stringify(inputsOf(Object.keys(metafile?.inputs ?? {}))));
  removeOld(root, new Set(outputFiles.map(({ path }) => path)));
}

/** Makes bundle and page anew where what they are made of has changed since. */
export async function ensureBundle(root: string): Promise<void> {
  await ensurePage(root);
  const begun = fileTime(root);
  if (!isBundleFresh(root)) await makeBundle(root);
  utimesSync(inputsPath(root), begun, begun);
}
