import { readFileSync } from 'node:fs';
import { copyClosure } from './imaging/root-closure.ts';

/**
 * Fills the root file system of an image from unpacked packages.
 * Usage: node dist/scripts/image-root.js SYSTEM ROOT LIST [PROGRAM...]   LIST: a pattern a line, `#` begins a comment
 */
const [system = '', root = '', list = '', ...programs] = process.argv.slice(2);
const patterns = readFileSync(list, 'utf8')
  .split('\n')
  .map((line) => line.replace(/#.*/, '').trim())
  .filter((line) => line !== '');
copyClosure({ system, root, patterns, programs });
