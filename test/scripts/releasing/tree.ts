// time limit: 240 s
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shippedPackages } from '../../../scripts/releasing/shipped-packages.ts';
import { layRelease } from '../../../scripts/releasing/tree.ts';

const releases = suite('tree of a release');
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..').replace(/\/dist$/, '');
const release = { version: '9.8.7', commit: '0123456789abcdef0123456789abcdef01234567', time: 1_767_225_600 };
const folder = mkdtempSync(join(tmpdir(), 'vedette-release-'));
writeFileSync(join(folder, 'signing.pem'), 'a public key');
writeFileSync(join(folder, 'signing.key'), 'a private key');

/** Contents of a tree by path; links by their targets. */
function contents(tree: string): ReadonlyMap<string, string> {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = entry.isSymbolicLink() ? readlinkSync(path) : readFileSync(path);
      return [path.slice(tree.length + 1), createHash('sha256').update(bytes).digest('hex')];
    }),
  );
}

const tree = join(folder, 'tree');
await layRelease(root, tree, release, { folder });
const made = contents(tree);

releases('is the same when it is made twice, in another folder', async () => {
  const other = join(folder, 'other');
  await layRelease(root, other, release, { folder });
  assert.equal([...contents(other)].sort(), [...made].sort());
});

releases(
  'has programs, native sources, units and the public key, and nothing private, compiled or of development',
  () => {
    const wanted = ['dist/bundle/control/main.js', 'dist/bundle/media/main.js', 'bin/vedette', 'hal/native/Makefile'];
    for (const path of [
      ...wanted,
      'packaging/systemd/vedette.service',
      'update-keys/signing.pem',
      'node_modules/node-v4l2',
    ])
      assert.ok(made.has(path), path);
    const foreign = [...made.keys()].filter((path) => /\.node$|\.key$|\.ts$|typescript|esbuild|\/test\//.test(path));
    assert.equal(
      foreign.filter((path) => !path.includes('prebuilds/linux-')),
      [],
    );
  },
);

releases('names version and commit', () => {
  assert.equal(JSON.parse(readFileSync(join(tree, 'release.json'), 'utf8')), release);
});

releases('names no place of the machine that made it', () => {
  for (const path of made.keys()) {
    if (path.endsWith('.node') || path === 'node_modules/node-v4l2') continue;
    assert.not.match(readFileSync(join(tree, path), 'latin1'), new RegExp(`${root}/|${folder}`), path);
  }
});

releases('has a bill of materials with every package that is shipped, its licence and its hash', () => {
  interface Component {
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly object[];
    readonly hashes?: readonly { readonly content: string }[];
  }
  const bill = JSON.parse(readFileSync(join(tree, 'sbom.cdx.json'), 'utf8')) as {
    readonly bomFormat: string;
    readonly components: readonly Component[];
  };
  assert.is(bill.bomFormat, 'CycloneDX');
  const packages = shippedPackages(root);
  assert.is(bill.components.length, packages.length);
  assert.ok(packages.some(({ name }) => name === 'koa'));
  assert.not.ok(packages.some(({ name }) => name === 'typescript' || name === 'uvu'));
  for (const { name, licenses, hashes } of bill.components) {
    assert.is(licenses.length, 1, name);
    if (name !== 'node-v4l2') assert.match(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
  }
});

releases('has a licence for every package', () => {
  const notices = readFileSync(join(tree, 'NOTICES'), 'utf8');
  for (const { name, version, license } of shippedPackages(root)) {
    assert.ok(notices.includes(`${name} ${version} (${license})`), name);
    assert.not.match(license, /unknown|GPL/, name);
  }
  assert.ok(existsSync(join(tree, 'LICENSE')));
});

releases.after(() => rmSync(folder, { recursive: true }));
releases.run();
