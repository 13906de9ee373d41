import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { Failure } from '../forms/loaded.tsx';
import { number } from '../texts/numbers.ts';
import type { Stream } from './candidates.ts';
import { PictureTools } from './picture-tools.tsx';
import type { Player, PlayerState } from './player.ts';
import { playerTexts } from './player-texts.ts';
import { saveSnapshot } from './save-snapshot.ts';
import { usePlayer } from './use-player.ts';

/** Sentence under the picture about the way it is shown; empty while all is as it should be. */
function remark(state: PlayerState): string {
  const words = playerTexts();
  if (state.kind === 'waiting') return words.waiting(state.reason);
  if (state.kind === 'snapshots') return words.snapshots(state.reason);
  if (state.kind !== 'playing') return '';
  if (state.reason !== '') return words.another(state.candidate.name, state.reason);
  if (state.candidate.way === 'jpeg') return words.jpeg;
  return state.candidate.way === 'mse' && location.protocol === 'http:' ? words.mse : '';
}

function stateWords(state: PlayerState): string {
  const words = playerTexts();
  if (state.kind === 'connecting' || state.kind === 'waiting') return words.connecting;
  return state.kind === 'paused' ? words.paused : words.live;
}

function Facts({ player }: { readonly player: Player }): JSX.Element {
  const words = playerTexts();
  const state = player.state.value;
  const size = player.size.value;
  const { frames, megabits, delay } = player.measure.figures.value;
  const isLive = state.kind === 'playing';
  return (
    <div class="status">
      <span class={isLive ? 'state number' : 'state quiet'} title={words.delay}>
        {isLive && delay !== undefined ? `${number(delay)} ms` : stateWords(state)}
      </span>
      <p class="facts">
        <span>
          <b>{size === undefined ? '–' : `${size.width} × ${size.height}`}</b>
        </span>
        <span>
          <b>{number(frames)}</b> {words.frames}
        </span>
        <span>
          <b>{number(megabits, 1)}</b> {words.megabits}
        </span>
      </p>
      <span class="space" />
      {isLive && (
        <p class="facts wide">
          <span>{state.candidate.name}</span>
          <span>{state.candidate.encoding.replace('H26', 'H.26')}</span>
        </p>
      )}
    </div>
  );
}

/** Streams of the video source of a stream; of the first source without one. */
function sameSource(streams: readonly Stream[], chosen: string | undefined): readonly Stream[] {
  const source = (streams.find(({ token }) => token === chosen) ?? streams[0])?.source;
  return streams.filter((stream) => stream.source === source);
}

interface PictureProps {
  /** Stream that is shown first; undefined = the best for the screen. */
  readonly stream?: string | undefined;
  /** Drawings above the picture. */
  readonly over?: ComponentChildren;
  /** True for the small picture beside settings. */
  readonly small?: boolean;
  /** Called for a double click, -1 to 1, y up. */
  readonly onPoint?: ((x: number, y: number) => void) | undefined;
}

interface ScreenProps extends Pick<PictureProps, 'over' | 'onPoint'> {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly player: Player | undefined;
}

function Screen({ host, player, over, onPoint }: ScreenProps): JSX.Element {
  const state = player?.state.value;
  const size = player?.size.value;
  const isStill = state?.kind === 'waiting' || state?.kind === 'paused';
  return (
    <figure
      class={isStill ? 'picture still' : 'picture'}
      style={size === undefined ? undefined : { aspectRatio: `${size.width} / ${size.height}` }}
      data-way={state?.kind === 'playing' ? state.candidate.way : state?.kind}
      data-frames={player?.measure.total.value}
      onDblClick={({ currentTarget, clientX, clientY }) => {
        const { left, top, width, height } = currentTarget.getBoundingClientRect();
        onPoint?.((2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height);
      }}
    >
      <div class="host" ref={host} role="img" aria-label={playerTexts().picture} />
      {over}
    </figure>
  );
}

/** Live picture with its tools, and the words about how it is shown. */
export function Picture({ stream, over, small = false, onPoint }: PictureProps): JSX.Element {
  const chosen: Signal<string | undefined> = useSignal(stream);
  const { host, player, streams, error } = usePlayer(chosen);
  const card = useSignal<HTMLElement | null>(null);
  const offered = useComputed(() => sameSource(streams.value, chosen.value));
  const present = player.value;
  const text = present === undefined ? '' : remark(present.state.value);
  return (
    <div
      class="card picture-card"
      ref={(element) => {
        card.value = element;
      }}
    >
      <Screen {...{ host, over, onPoint }} player={present} />
      {!small && present !== undefined && (
        <PictureTools
          player={present}
          streams={offered.value}
          chosen={chosen}
          onFull={() =>
            void (document.fullscreenElement === null ? card.value?.requestFullscreen() : document.exitFullscreen())
          }
          onSnapshot={() => saveSnapshot(present.element)}
        />
      )}
      {present !== undefined && <Facts player={present} />}
      {error.value !== undefined && <Failure error={error.value} />}
      <p class="remark small" role="status" hidden={text === ''}>
        {text}
      </p>
    </div>
  );
}
