import './log/source-places.ts';
import { patient } from '../hal/system/patience.ts';
import { findServiceManager } from '../hal/system/service-manager.ts';
import { Camera } from './control/camera.ts';
import { createLog } from './log/log.ts';
import { LogRing } from './log/log-ring.ts';
import { parseOptions, type RunOptions, UsageError, usage } from './options.ts';
import { describeSummary, summarize } from './summary.ts';

/** Milliseconds after which a hanging stop ends the process. */
const stopLimit = patient(1_800);

type End = 'stop' | 'reboot';

function readOptions(): RunOptions {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    // The password must not reach child processes.
    delete process.env.VEDETTE_ADMIN_PASSWORD;
    if (options !== 'help') return options;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Options of the next run after a reboot; undefined after a stop. */
type Next = RunOptions | undefined;

/** Options with the ports that were chosen freely: a reboot keeps them. Those that a client has set are stored. */
function withPorts(run: RunOptions, camera: Camera): RunOptions {
  const { httpPort, rtspPort, httpsPort, rtspsPort } = run;
  return {
    ...run,
    httpPort: httpPort || camera.httpPort,
    rtspPort: rtspPort || camera.rtspPort,
    httpsPort: httpsPort === 0 ? camera.httpsPort : httpsPort,
    rtspsPort: rtspsPort === 0 ? camera.rtspsPort : rtspsPort,
  };
}

/** Runs the camera until stop or reboot; a reboot starts it again in this process, on the same ports. */
async function live(run: RunOptions, first: boolean, ended: Promise<End>, onReboot: () => void): Promise<Next> {
  const camera = await Camera.start({ run, log, lines, onReboot });
  if (first) {
    const summary = summarize(camera, run);
    process.stdout.write(run.json ? `${JSON.stringify(summary)}\n` : describeSummary(summary));
    await tellManager(`ONVIF on port ${camera.httpPort}, RTSP on port ${camera.rtspPort}`);
  }
  const end = await ended;
  // A reset may have removed the users: the next life begins in set-up state, without the first administrator of this one.
  const next = { ...withPorts(run, camera), admin: undefined };
  await camera.stop();
  return end === 'reboot' ? next : undefined;
}

/** Tells the service manager that the camera serves, and from then on that this process is not hanging. */
async function tellManager(status: string): Promise<void> {
  const manager = findServiceManager(process.env);
  const failed = (error: unknown): void =>
    log.warn({ err: error }, 'the service manager cannot be told how the camera is');
  await manager.ready(status).catch(failed);
  if (manager.interval !== undefined) setInterval(() => void manager.alive().catch(failed), manager.interval).unref();
}

const lines = new LogRing();
const log = createLog('control', (line) => lines.add(line));
let finish: (end: End) => void = () => undefined;
let stopping = false;

const stop = (): void => {
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => process.exit(1), stopLimit).unref();
  finish('stop');
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

try {
  let next: Next = readOptions();
  for (let first = true; next !== undefined && !stopping; first = false) {
    const ended = new Promise<End>((resolve) => {
      finish = resolve;
    });
    next = await live(next, first, ended, () => finish('reboot'));
  }
  process.exit(0);
} catch (error) {
  log.debug({ err: error }, 'the camera did not start');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
