import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Outcome } from './matrix.ts';

/** Seconds that a client may take, its start on a busy machine included. */
const limitSeconds = 60;

/** `nobody`: VLC does not run as root, and no client needs to. */
const nobody = 65_534;

interface Ending {
  readonly complaints: readonly string[];
  readonly timedOut: boolean;
}

/** Runs a client until it has seen enough, complained, or ended. */
export async function runClient(command: Command): Promise<Outcome> {
  const home = mkdtempSync(join(tmpdir(), 'vedette-client-'));
  const asRoot = process.getuid?.() === 0;
  const child = spawn(command.program, command.words, {
    env: { ...process.env, HOME: home, LANG: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asRoot && command.program === 'cvlc' ? { uid: nobody, gid: nobody } : {}),
  });
  try {
    return judge(command, await watch(child, command));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function watch(child: ChildProcess, command: Command): Promise<Ending> {
  let complaints = '';
  let timedOut = false;
  const end = once(child, 'close');
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, limitSeconds * 1000);
  child.stdout?.on('data', (chunk: Buffer) => {
    if (command.meter.done) return;
    command.meter.take(chunk);
    // What a client says after it was told to stop is no complaint about the stream.
    if (command.meter.done) child.kill('SIGINT');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (!command.meter.done) complaints = (complaints + chunk.toString('utf8')).slice(-20_000);
  });
  try {
    await end;
  } catch (error) {
    complaints = `${command.program}: ${error instanceof Error ? error.message : String(error)}`;
  }
  clearTimeout(timer);
  return { complaints: complaints.split('\n').filter((line) => line.trim() !== ''), timedOut };
}

function judge(command: Command, { complaints, timedOut }: Ending): Outcome {
  const refusal = command.refuses === undefined ? undefined : complaints.find((line) => command.refuses?.test(line));
  if (refusal !== undefined) return { kind: 'not spoken', message: publicText(refusal) };
  const complaint = complaints.find((line) => !command.harmless.test(line));
  if (command.meter.done && complaint === undefined) return { kind: 'works', seen: command.meter.seen };
  const reason = complaint ?? (timedOut ? `no more within ${limitSeconds} s` : 'ended early');
  return { kind: 'failed', message: `${command.meter.seen}; ${publicText(reason)}` };
}

/** A client's message without what differs from run to run, and without the credentials in its URI. */
export function publicText(message: string): string {
  return message
    .replace(/\b\w+:\/\/[^\s']+/g, 'URI')
    .replace(/( @ )?\b(?:0x)?[0-9a-f]{8,16}\b/g, '')
    .replace('[] ', '')
    .replace(/\s+/g, ' ')
    .trim();
}
