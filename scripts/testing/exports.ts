import { posix } from 'node:path';

/** Source file by its path from the root of the project. */
interface Source {
  readonly path: string;
  readonly text: string;
}

/** Export that no other file imports, or that only tests import. */
interface UnusedExport {
  readonly path: string;
  readonly name: string;
  readonly kind: 'unused' | 'test only';
}

const declaration =
  /^(?<comment>\/\*\*(?:[^*]|\*(?!\/))*\*\/\n)?export (?:abstract |async |declare )*(?:const|function\*?|class|interface|type) (?<name>\w+)/gm;
const staticImport = /^import (?:type )?(?<names>\{[^}]*\}|\* as \w+) from '(?<from>\.[^']+)'/gm;
const destructuredImport = /\{(?<names>[^{}]*)\} = await import\('(?<from>\.[^']+)'\)/g;
const otherImport = /import\('(?<from>\.[^']+)'\)(?:\.(?<member>\w+))?/g;

/** Every name of a module. */
const everything = '*';

/** Names in `{ a, type B, c as d }`, as the other module calls them. */
function namesOf(list: string): readonly string[] {
  if (!list.startsWith('{')) return [everything];
  const names = list.slice(1, -1).split(',');
  return names
    .map(
      (name) =>
        name
          .replace(/\btype\s/, '')
          .trim()
          .split(/[\s:]/)[0] ?? '',
    )
    .filter((name) => name !== '');
}

/** Imported names of a file as `path name`. */
function importsOf({ path, text }: Source): readonly string[] {
  const named = (from: string | undefined, names: readonly string[]): readonly string[] => {
    const target = posix.join(posix.dirname(path), from ?? '').replace(/\.js$/, '.ts');
    return names.map((name) => `${target} ${name}`);
  };
  const destructured = [...text.matchAll(destructuredImport)];
  const others = [...text.replace(destructuredImport, '').matchAll(otherImport)];
  return [
    ...[...text.matchAll(staticImport)].flatMap(({ groups }) => named(groups?.from, namesOf(groups?.names ?? ''))),
    ...destructured.flatMap(({ groups }) => named(groups?.from, namesOf(`{${groups?.names}}`))),
    ...others.flatMap(({ groups }) => named(groups?.from, [groups?.member ?? everything])),
  ];
}

/** Exports of `sources` that nothing imports, or that only tests import and no `@internal` marks. */
export function unusedExports(sources: readonly Source[]): readonly UnusedExport[] {
  const isTest = (path: string): boolean => path.startsWith('test/');
  const byTests = new Set(sources.filter(({ path }) => isTest(path)).flatMap(importsOf));
  const byProduct = new Set(sources.filter(({ path }) => !isTest(path)).flatMap(importsOf));
  const has = (imports: ReadonlySet<string>, path: string, name: string): boolean =>
    imports.has(`${path} ${name}`) || imports.has(`${path} ${everything}`);
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(declaration)].flatMap(({ groups }): UnusedExport[] => {
      const name = groups?.name ?? '';
      if (has(byProduct, path, name)) return [];
      if (!has(byTests, path, name)) return [{ path, name, kind: 'unused' }];
      const allowed = isTest(path) || groups?.comment?.includes('@internal') === true;
      return allowed ? [] : [{ path, name, kind: 'test only' }];
    }),
  );
}
