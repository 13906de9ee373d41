const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const actions = new Set<() => void>();
let registered = false;

function runAll(): void {
  for (const action of [...actions]) {
    try {
      action();
    } catch {
      // One dead line must not keep the others from their safe state.
    }
  }
}

/** Somebody else listens: then they end the process, and `exit` comes. Nobody: what the signal does without us still happens. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

function register(): void {
  if (registered) return;
  registered = true;
  // An uncaught exception and process.exit() come by here, too.
  process.on('exit', runAll);
  // First in line: listeners that listen once take themselves away before ours counts.
  for (const signal of signals) process.prependListener(signal, onSignal);
}

/** Runs a synchronous action when the process ends, but by SIGKILL. Returns how to take it back. */
export function atProcessEnd(action: () => void): () => void {
  register();
  actions.add(action);
  return () => {
    actions.delete(action);
  };
}
