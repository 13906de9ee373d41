import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { ActionButton } from '../forms/action.tsx';
import { Card } from '../forms/layout.tsx';
import { Icon } from '../frame/icon.tsx';
import { ptz } from '../soap/services.ts';
import { number } from '../texts/numbers.ts';
import { liveTexts } from './live-texts.ts';
import { type Direction, Movement } from './movement.ts';

const directions = [
  ['up', 0, 1],
  ['left', -1, 0],
  ['right', 1, 0],
  ['down', 0, -1],
] as const;

interface HoldProps {
  readonly class: string;
  readonly icon: string;
  readonly label: string;
  readonly direction: Direction;
  readonly movement: Movement;
}

/** Button that moves the head while it is held, by pointer or key. */
function Hold({ class: name, icon, label, direction, movement }: HoldProps): JSX.Element {
  const isPress = (key: string): boolean => key === ' ' || key === 'Enter';
  return (
    <button
      class={name}
      type="button"
      aria-label={label}
      onPointerDown={({ currentTarget, pointerId }) => {
        currentTarget.setPointerCapture(pointerId);
        movement.start(direction);
      }}
      onPointerUp={() => movement.stop()}
      onPointerCancel={() => movement.stop()}
      onKeyDown={(event) => {
        if (isPress(event.key) && !event.repeat) movement.start(direction);
      }}
      onKeyUp={({ key }) => {
        if (isPress(key)) movement.stop();
      }}
      onBlur={() => movement.stop()}
    >
      <Icon name={icon} />
    </button>
  );
}

const arrows: Readonly<Record<string, readonly [x: number, y: number, zoom: number]>> = {
  ArrowUp: [0, 1, 0],
  ArrowDown: [0, -1, 0],
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  '+': [0, 0, 1],
  '-': [0, 0, -1],
};

/** Stops the head when the page loses the pointer or is hidden. */
function useStops(movement: Movement): void {
  useEffect(() => {
    const stop = (): void => movement.stop();
    addEventListener('blur', stop);
    document.addEventListener('visibilitychange', stop);
    addEventListener('pagehide', stop);
    return () => {
      stop();
      removeEventListener('blur', stop);
      document.removeEventListener('visibilitychange', stop);
      removeEventListener('pagehide', stop);
    };
  }, [movement]);
}

/** Pad, zoom and speed of a head. */
export function Pad({ profile }: { readonly profile: string }): JSX.Element {
  const words = liveTexts();
  const speed = useSignal(0.5);
  const movement = useMemo(() => new Movement(profile), [profile]);
  useStops(movement);
  const turn = (x: number, y: number, zoom: number): Direction => {
    const by = speed.value;
    return { x: x * by, y: y * by, zoom: zoom * by };
  };
  const press = (event: KeyboardEvent): void => {
    const [x, y, zoom] = arrows[event.key] ?? [];
    if (x === undefined || y === undefined || zoom === undefined) return;
    event.preventDefault();
    if (!event.repeat) movement.start(turn(x, y, zoom));
  };
  return (
    <Card title={words.ptz}>
      <fieldset
        class="pad"
        aria-label={words.move}
        onKeyDown={press}
        onKeyUp={({ key }) => {
          if (key in arrows) movement.stop();
        }}
      >
        {directions.map(([name, x, y]) => (
          <Hold key={name} class={name} icon={name} label={words[name]} direction={turn(x, y, 0)} movement={movement} />
        ))}
        <ActionButton class="home" label={words.home} run={() => ptz('GotoHomePosition', { ProfileToken: profile })}>
          <Icon name="home" />
        </ActionButton>
      </fieldset>
      <div class="mini">
        <span>{words.zoom}</span>
        <span class="zoom">
          <Hold class="button" icon="minus" label={words.wider} direction={turn(0, 0, -1)} movement={movement} />
          <Hold class="button" icon="plus" label={words.closer} direction={turn(0, 0, 1)} movement={movement} />
        </span>
      </div>
      <div class="mini">
        <label for="speed">{words.speed}</label>
        <input
          id="speed"
          type="range"
          min="0.05"
          max="1"
          step="0.05"
          value={speed.value}
          onInput={({ currentTarget }) => {
            speed.value = currentTarget.valueAsNumber;
          }}
        />
        <output for="speed">{number(speed.value * 100)} %</output>
      </div>
      <p class="small">{words.centre}</p>
    </Card>
  );
}
