import { createInterface } from 'node:readline/promises';

/** Answers to what needs the owner's consent, as motors that move. */
export type Consent = 'ask' | 'yes' | 'no';

/** Asks the owner at the terminal; without a terminal the answer is no. */
export async function agrees(question: string, consent: Consent): Promise<boolean> {
  if (consent !== 'ask') return consent === 'yes';
  if (!process.stdin.isTTY) return false;
  // Questions go to standard error: standard output is the report.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
