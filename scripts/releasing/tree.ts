import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundleFirmware } from '../bundling/bundle.ts';
import { writePage } from '../bundling/page.ts';
import { licenceNotices } from './notices.ts';
import { billOfMaterials, type Release } from './sbom.ts';
import { type ShippedPackage, shippedPackages } from './shipped-packages.ts';

/** Packages that stay outside of the bundle, with what they and their builds need. */
const outside = [
  ...['gstreamer-superficial', 'nan', 'bindings', 'file-uri-to-path', 'epoll', 'onoff', 'i2c-bus', 'lodash.debounce'],
  ...['serialport', 'debug', 'ms', 'node-gyp-build', 'node-addon-api'],
];

const isOutside = ({ name }: ShippedPackage): boolean => outside.includes(name) || name.startsWith('@serialport/');

/** Folders of packages that no camera needs. */
const left = [
  'build',
  'test',
  'tests',
  'example',
  'examples',
  'docs',
  'doc',
  'integration-test',
  'performance-test',
  '.github',
];

const prebuilds = /\/prebuilds\/(?!linux-(arm64|x64)(\/|$))/;

function isShipped(root: string, path: string): boolean {
  const parts = relative(root, path).split('/');
  if (parts.some((part) => left.includes(part))) return false;
  return !prebuilds.test(path) && !/\.(map|md|markdown|[cm]?ts)$|\.musl\.node$/.test(path);
}

/** Copies a folder without what no camera needs. Files get plain modes, so that the umask of the machine does not show. */
function copy(root: string, tree: string, name: string): void {
  const from = join(root, name);
  cpSync(from, join(tree, name), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) =>
      path === from || (lstatSync(path).isDirectory() || lstatSync(path).isFile() ? isShipped(from, path) : false),
  });
}

async function writeBundle(root: string, tree: string): Promise<void> {
  const { outputFiles = [] } = await bundleFirmware(root);
  for (const { path, contents } of outputFiles) {
    // Source maps keep the log's places readable; they name no file of this machine.
    const place = join(tree, relative(root, path));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, contents);
  }
}

function removeEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

/** Public keys of those whose updates the firmware takes. */
interface UpdateKeys {
  /** Folder with files that end in .pem. */
  readonly folder: string;
}

/**
 * Lays the tree of a release: bundle, sources of the native code, packages that stay outside of the bundle, units and scripts of
 * images and packages. Native code is compiled later, by packaging/build-native.sh in a copy of the tree.
 */
export async function layRelease(root: string, tree: string, release: Release, keys: UpdateKeys): Promise<void> {
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(join(tree, 'node_modules'), { recursive: true });
  const packages = shippedPackages(root);
  await writeBundle(root, tree);
  await writePage(root, join(tree, 'dist/page'));
  for (const { path } of packages.filter(isOutside)) copy(root, tree, path);
  for (const name of ['hal/native', 'hal/node-v4l2', 'packaging']) copy(root, tree, name);
  symlinkSync('../hal/node-v4l2', join(tree, 'node_modules/node-v4l2'));
  cpSync(join(tree, 'packaging/bin'), join(tree, 'bin'), { recursive: true });
  rmSync(join(tree, 'packaging/bin'), { recursive: true });
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  writeFileSync(
    join(tree, 'package.json'),
    `${JSON.stringify({ name, version, license, type: 'module' }, undefined, 2)}\n`,
  );
  writeFileSync(join(tree, 'release.json'), `${JSON.stringify(release, undefined, 2)}\n`);
  writeFileSync(join(tree, 'NOTICES'), licenceNotices(root, packages));
  writeFileSync(join(tree, 'sbom.cdx.json'), billOfMaterials(release, packages));
  cpSync(join(root, 'LICENSE'), join(tree, 'LICENSE'));
  mkdirSync(join(tree, 'update-keys'));
  for (const key of readdirSync(keys.folder)
    .filter((one) => one.endsWith('.pem'))
    .sort())
    cpSync(join(keys.folder, key), join(tree, 'update-keys', key));
  if (!existsSync(join(tree, 'dist/bundle/control/main.js')))
    throw new Error('the bundle has no program of the camera');
  removeEmpty(tree);
}
