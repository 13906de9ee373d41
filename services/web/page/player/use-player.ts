import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { readProfiles } from '../session/abilities.ts';
import { type Stream, streamsOf } from './candidates.ts';
import { Player } from './player.ts';

/** Milliseconds after which a hidden page stops its stream. */
const hiddenTime = 30_000;

interface Playing {
  /** Element that gets the picture. */
  readonly host: RefObject<HTMLDivElement | null>;
  readonly player: Signal<Player | undefined>;
  readonly streams: Signal<readonly Stream[]>;
  readonly error: Signal<unknown>;
}

/** Plays in a component while it is on screen; the stream of a hidden page ends after a while. */
export function usePlayer(chosen: Signal<string | undefined>): Playing {
  const host = useRef<HTMLDivElement>(null);
  const player = useSignal<Player | undefined>(undefined);
  const streams = useSignal<readonly Stream[]>([]);
  const error = useSignal<unknown>(undefined);
  useEffect(() => {
    let ended = false;
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const start = async (): Promise<void> => {
      const found = streamsOf((await readProfiles()).Profiles ?? []);
      const place = host.current;
      if (ended || place === null) return;
      streams.value = found;
      player.value = new Player(place, found);
      await player.value.play(chosen.peek());
    };
    let away = false;
    const leave = (): void => {
      away = player.value?.state.value.kind !== 'paused';
      player.value?.pause();
    };
    const follow = (): void => {
      clearTimeout(hidden);
      if (document.hidden) hidden = setTimeout(leave, hiddenTime);
      else if (away) void player.value?.play(chosen.peek());
      away = false;
    };
    start().catch((reason: unknown) => {
      error.value = reason;
    });
    document.addEventListener('visibilitychange', follow);
    addEventListener('pagehide', leave);
    return () => {
      ended = true;
      clearTimeout(hidden);
      document.removeEventListener('visibilitychange', follow);
      removeEventListener('pagehide', leave);
      player.value?.stop();
    };
  }, [player, streams, error, chosen]);
  return { host, player, streams, error };
}
