import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layRelease } from './releasing/tree.ts';

/** Lays the tree of a release. Usage: node dist/scripts/release-tree.js TREE VERSION COMMIT SECONDS KEYS (see scripts/release). */
const [tree = '', version = '', commit = '', seconds = '', folder = ''] = process.argv.slice(2);
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
await layRelease(root, tree, { version, commit, time: Number(seconds) }, { folder });
