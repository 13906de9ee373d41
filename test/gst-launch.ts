import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What gst-launch-1.0 said with `-m` from its start to the end of the stream. */
interface Launched {
  /** Messages before the end of the stream; undefined when the end did not come within a minute. */
  readonly played: string | undefined;
  readonly errors: string;
}

/**
 * Runs a pipeline until its end of stream. What follows is no part of the result: rtspsrc flushes its own PAUSE when it is shut down,
 * and now and then reports that as an error of the pipeline, by its status, too.
 */
export async function launch(pipeline: string): Promise<Launched> {
  const words = ['-m', ...pipeline.trim().split(/\s+/)];
  const { stdout, stderr } = await run('gst-launch-1.0', words, { timeout: 60_000, maxBuffer: 64e6 }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  const [played, end] = stdout.split('Got EOS');
  return { played: end === undefined ? undefined : played, errors: stderr };
}
