import { pathOf } from '../session/upload.ts';
import { events } from '../soap/services.ts';
import { type CameraEvent, eventOf } from './notification.ts';

/** Time of a pull that finds nothing, and of a subscription that nobody renews. */
const pull = 'PT20S';
const lifetime = 'PT60S';

/** Milliseconds after a failed pull. */
const pause = 3000;

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Pulls events until the subscription ends. Every pull renews it. */
async function follow(onEvents: (found: readonly CameraEvent[]) => void, signal: AbortSignal): Promise<void> {
  const { SubscriptionReference } = await events(
    'CreatePullPointSubscription',
    { InitialTerminationTime: lifetime },
    { signal },
  );
  const path = pathOf(SubscriptionReference.Address.value);
  const end = (): void => void events('Unsubscribe', {}, { path, keepalive: true }).catch(() => undefined);
  addEventListener('pagehide', end);
  try {
    while (!signal.aborted) {
      const { NotificationMessage = [] } = await events(
        'PullMessages',
        { Timeout: pull, MessageLimit: 100 },
        { path, signal },
      );
      onEvents(NotificationMessage.flatMap((message) => eventOf(message) ?? []));
      await events('Renew', { TerminationTime: lifetime }, { path, signal });
    }
  } finally {
    removeEventListener('pagehide', end);
    if (signal.aborted) end();
  }
}

/** Tells events of the camera until the returned function is called; the state of each property comes first. */
export function watchEvents(onEvents: (found: readonly CameraEvent[]) => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await follow(onEvents, signal).catch(() => undefined);
      await wait(pause, signal);
    }
  };
  void run();
  return () => controller.abort();
}
