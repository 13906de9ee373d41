import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../frame/icon.tsx';
import type { Stream } from './candidates.ts';
import type { Player } from './player.ts';
import { playerTexts } from './player-texts.ts';

interface ToolProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}

function Tool({ icon, label, onClick, disabled }: ToolProps): JSX.Element {
  return (
    <button class="button quiet square" type="button" aria-label={label} title={label} {...{ onClick, disabled }}>
      <Icon name={icon} />
    </button>
  );
}

/** Sound of the stream: muted at first, as browsers demand, with a volume that is remembered. */
function SoundTools({ player }: { readonly player: Player }): JSX.Element {
  const words = playerTexts();
  const playing = useSignal(player.sound.playing);
  const volume = useSignal(player.sound.volume);
  const has = player.hasSound.value;
  const toggle = (): void => {
    if (player.sound.playing) player.sound.stop();
    else player.sound.start();
    playing.value = player.sound.playing;
  };
  const label = !has ? words.noSound : playing.value ? words.mute : words.unmute;
  return (
    <>
      <Tool icon={playing.value ? 'sound' : 'mute'} label={label} onClick={toggle} disabled={!has} />
      <input
        class="volume wide"
        type="range"
        aria-label={words.volume}
        value={volume.value}
        disabled={!playing.value}
        onInput={({ currentTarget }) => {
          volume.value = currentTarget.valueAsNumber;
          player.sound.setVolume(volume.value);
        }}
      />
    </>
  );
}

interface ToolsProps {
  readonly player: Player;
  readonly streams: readonly Stream[];
  readonly chosen: Signal<string | undefined>;
  readonly onFull: () => void;
  readonly onSnapshot: () => void;
}

/** Tools below the picture. */
export function PictureTools({ player, streams, chosen, onFull, onSnapshot }: ToolsProps): JSX.Element {
  const words = playerTexts();
  const paused = player.state.value.kind === 'paused';
  const choose = (token: string): void => {
    chosen.value = token === '' ? undefined : token;
    void player.play(chosen.value);
  };
  return (
    <div class="tools" role="toolbar" aria-label={words.picture}>
      <Tool
        icon={paused ? 'play' : 'pause'}
        label={paused ? words.play : words.pause}
        onClick={() => (paused ? void player.play(chosen.value) : player.pause())}
      />
      <SoundTools player={player} />
      <Tool icon="camera" label={words.snapshot} onClick={onSnapshot} />
      <span class="space" />
      <select
        class="input streams"
        aria-label={words.stream}
        value={chosen.value ?? ''}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">{words.best}</option>
        {streams.map(({ token, name, width, height }) => (
          <option key={token} value={token}>
            {name} · {width} × {height}
          </option>
        ))}
      </select>
      <Tool icon="full" label={words.full} onClick={onFull} />
    </div>
  );
}
