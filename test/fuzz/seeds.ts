import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';

function pathOf(name: string): string {
  return join(repositoryRoot, 'test/fuzz/seeds', `${name}.json`);
}

/** Seeds of a target: valid inputs, and every input that once found a fault. Each character stands for a byte. */
export function readSeeds(name: string): readonly Buffer[] {
  return (JSON.parse(readFileSync(pathOf(name), 'utf8')) as string[]).map((text) => Buffer.from(text, 'latin1'));
}

/** Keeps an input that found a fault. */
export function keepSeed(name: string, input: Buffer): void {
  const texts = readSeeds(name).map((seed) => seed.toString('latin1'));
  const text = input.toString('latin1');
  if (texts.includes(text)) return;
  const escaped = JSON.stringify([...texts, text], null, 2).replace(
    /[\x7f-\xff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeFileSync(pathOf(name), `${escaped}\n`);
}
