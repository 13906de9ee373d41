import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { EventList } from '../events/event-list.tsx';
import type { CameraEvent } from '../events/notification.ts';
import { watchEvents } from '../events/pull-point.ts';
import { liveTexts } from './live-texts.ts';

/** Rows at most. */
const most = 8;

/** What has happened while the page was open; the state of things at the start is no event. */
export function RecentEvents(): JSX.Element {
  const words = liveTexts();
  const recent = useSignal<readonly CameraEvent[]>([]);
  useEffect(() => {
    let stop: (() => void) | undefined;
    const follow = (): void => {
      stop?.();
      stop = document.hidden
        ? undefined
        : watchEvents((found) => {
            const happened = found.filter(({ operation }) => operation !== 'Initialized');
            recent.value = [...happened.toReversed(), ...recent.value].slice(0, most);
          });
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop?.();
    };
  }, [recent]);
  return (
    <section class="card" aria-labelledby="recent">
      <header>
        <h2 id="recent">{words.recent}</h2>
        <span class="small">{words.since}</span>
      </header>
      {recent.value.length === 0 ? <p class="body small">{words.noEvents}</p> : <EventList events={recent.value} />}
    </section>
  );
}
