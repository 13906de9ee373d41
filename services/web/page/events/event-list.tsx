import type { JSX } from 'preact';
import { Icon } from '../frame/icon.tsx';
import { clockTime } from '../texts/numbers.ts';
import { wordsOf } from './event-words.ts';
import type { CameraEvent } from './notification.ts';

/** Rows of events, the newest first. */
export function EventList({ events }: { readonly events: readonly CameraEvent[] }): JSX.Element {
  return (
    <ol class="events">
      {events.map((event, index) => {
        const { icon, warning, text } = wordsOf(event);
        return (
          <li class="row" key={`${event.time.getTime()} ${event.topic} ${events.length - index}`}>
            <time dateTime={event.time.toISOString()}>{clockTime(event.time)}</time>
            <span class={warning ? 'kind warn' : 'kind'}>
              <Icon name={icon} />
            </span>
            <span>{text}</span>
          </li>
        );
      })}
    </ol>
  );
}
