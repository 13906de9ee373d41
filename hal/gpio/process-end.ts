const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const actions = new Set<() => void>();
let registered = false;

function runAll(): void {
  for (const action of [...actions]) {
    try {
      action();
    } catch {
      // A failing action must not keep other lines from their safe state.
    }
  }
}

/** Runs the actions and repeats the signal, unless another listener ends the process by itself. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  process.removeListener(signal, onSignal);
  process.kill(process.pid, signal);
}

function register(): void {
  if (registered) return;
  registered = true;
  // The event covers process.exit() and uncaught exceptions.
  process.on('exit', runAll);
  // This listener comes first: once-listeners remove themselves before they would be counted.
  for (const signal of signals) process.prependListener(signal, onSignal);
}

/** Registers a synchronous action for the end of the process, except by SIGKILL. Returns how to unregister it. */
export function atProcessEnd(action: () => void): () => void {
  register();
  actions.add(action);
  return () => {
    actions.delete(action);
  };
}
