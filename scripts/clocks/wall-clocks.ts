/** A source file. */
interface Source {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/**
 * Files that need the time of day, with the reason. Every other time is a duration: it goes by `performance.now()`, a Clock
 * of `hal/ports` or `hal/native/runtime/monotonic.h`, or a step of the clock (NTP, SetSystemDateAndTime) ends or prolongs it.
 */
const wallClocks: Readonly<Record<string, string>> = {
  'services/auth/username-token.ts': 'Created of a token is a time of day',
  'services/discovery/discovery.ts': 'InstanceId rises over restarts',
  'services/events/service.ts': 'clients are told times of day',
  'services/events/base-notification-fault.ts': 'Timestamp of a fault',
  'services/rtsp/description-versions.ts': 'versions of descriptions rise over restarts',
  'services/rtsp/srtp/stream-keys.ts': 'NTP time of a MIKEY message',
  'services/rtsp/message.ts': 'Date of a reply',
  'hal/machine/virtual/virtual-machine.ts': 'the simulated clock is an offset from it',
  'hal/machine/systemd-machine.ts': 'the clock of the machine',
  'hal/machine/read-only/read-only-machine.ts': 'the clock of the machine',
  'hal/gstreamer/media-engine.ts': 'changes of the time zone from today on',
  'services/ptz/ptz-control.ts': 'UtcTime of a status',
  'scripts/run-tests.ts': 'days since a suite is known to be flaky',
  'scripts/machines/qemu-arm64/watch.ts': 'start times come from another program and from files',
  'hal/native/runtime/monotonic.h': 'offset of sender reports from the monotonic clock',
};

const reads = /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bCLOCK_REALTIME\b|\bg_get_real_time\b|\bgettimeofday\b/g;

/** The text with its comments blanked out, line by line as before. */
function withoutComments(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*(?:\/\/|\/?\*)/.test(line) ? '' : line.replace(/\s\/\/.*$/, '')))
    .join('\n');
}

/** One text for each read of the wall clock in a file that is not listed, and for each file that is listed in vain. */
export function clockFaults(
  sources: readonly Source[],
  allowed: Readonly<Record<string, string>> = wallClocks,
): readonly string[] {
  const unused = new Set(Object.keys(allowed));
  const faults: string[] = [];
  for (const { path, text } of sources) {
    if (path.startsWith('scripts/clocks/')) continue;
    for (const [index, line] of withoutComments(text).split('\n').entries()) {
      const found = line.match(reads) ?? [];
      if (found.length === 0) continue;
      unused.delete(path);
      if (allowed[path] === undefined)
        faults.push(`${path}:${index + 1}: ${found[0]} is the wall clock; measure durations with performance.now()`);
    }
  }
  return [...faults, ...[...unused].map((path) => `${path}: reads no wall clock, take it off the list`)];
}
