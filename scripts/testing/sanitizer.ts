import { NativeImports } from './native-suites.ts';
import type { SuiteFile } from './suites.ts';

/** Where suites load our native code themselves; elsewhere they do under AddressSanitizer only when asked for by their path. */
const nativeRoom = 'test/hal/';

/** Added to the weight of a sanitized suite: they wait for one another, so the first of them start before all others. */
const first = 1000;

/** Sanitized suites that run at a time: more of these streams in real time, each some times slower, would keep the processors from all others. */
const atATime = 2;

/** Reads `NAME=VALUE NAME=VALUE`: what a suite needs in its environment under AddressSanitizer. */
function readEnvironment(words: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.split(' ').map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
}

/**
 * Suites with those that load our native addon under AddressSanitizer; all others run as they are.
 * @param words environment of the sanitized suites, as scripts/sanitize.sh prints it; undefined = no suite is sanitized
 * @param chosen true when the caller named the suites by their path
 */
export function sanitize(
  suites: readonly SuiteFile[],
  words: string | undefined,
  chosen: boolean,
): readonly SuiteFile[] {
  if (words === undefined) return suites;
  const native = new NativeImports();
  const environment = readEnvironment(words);
  const isSanitized = ({ source, compiled, plain = false }: SuiteFile): boolean =>
    !plain && (chosen || source.startsWith(nativeRoom)) && native.loadsAddon(compiled);
  const longestFirst = suites.filter(isSanitized).sort((one, other) => other.weight - one.weight);
  return suites.map((suite) => {
    const { limitSeconds, weight } = suite;
    const place = longestFirst.indexOf(suite);
    if (place < 0) return suite;
    const slow = Number(environment.VEDETTE_SLOW ?? 1);
    return {
      ...suite,
      environment,
      devices: `sanitizer ${place % atATime}`,
      limitSeconds: limitSeconds * slow,
      weight: first + weight,
    };
  });
}
