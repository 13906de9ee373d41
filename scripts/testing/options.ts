/** Options of scripts/test and scripts/board-rig that concern the test runner. */
export interface RunOptions {
  /** Parts of the paths of suites; none = all. */
  readonly patterns: readonly string[];
  /** Runs of each suite, 1..1000. */
  readonly repeat: number;
  /** A failed suite runs once more, alone, and is reported as flaky when it then passes. */
  readonly tryAgain: boolean;
}

/** Reads the words behind run-tests.js. Throws with the reason where they mean nothing. */
export function readRunOptions(words: readonly string[]): RunOptions {
  const patterns: string[] = [];
  let options: RunOptions = { patterns, repeat: 1, tryAgain: false };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--try-again') options = { ...options, tryAgain: true };
    else if (word === '--repeat') {
      at += 1;
      options = { ...options, repeat: readRepeat(words[at]) };
    } else if (word.startsWith('-')) throw new Error(`there is no option ${word}`);
    else patterns.push(word);
  }
  return options;
}

function readRepeat(word: string | undefined): number {
  const times = Number(word);
  if (!Number.isInteger(times) || times < 1 || times > 1000)
    throw new Error('--repeat needs a number of runs, 1 to 1000');
  return times;
}
