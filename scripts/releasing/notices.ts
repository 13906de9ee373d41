import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedPackage } from './shipped-packages.ts';

const isNotice = (name: string): boolean => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name);

function textOf(root: string, { path, license }: ShippedPackage): string {
  const files = readdirSync(join(root, path)).filter(isNotice).sort();
  if (files.length === 0) return `(The package has no file with its license; it names ${license}.)\n`;
  return files.map((name) => readFileSync(join(root, path, name), 'utf8').trimEnd()).join('\n\n');
}

/** Licences of the firmware and of every package in it, as one text. */
export function licenceNotices(root: string, packages: readonly ShippedPackage[]): string {
  const line = '-'.repeat(80);
  const own = readFileSync(join(root, 'LICENSE'), 'utf8').trimEnd();
  const others = packages.map(
    (one) => `${line}\n${one.name} ${one.version} (${one.license})\n${line}\n\n${textOf(root, one)}\n`,
  );
  return `Vedette is under this licence:\n\n${own}\n\nIt contains the packages below, each under its own licence.\n\n${others.join('\n')}`;
}
