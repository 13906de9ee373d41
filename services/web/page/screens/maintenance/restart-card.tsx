import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Confirm } from '../../forms/confirm.tsx';
import { TextField } from '../../forms/controls.tsx';
import { Card } from '../../forms/layout.tsx';
import { Icon } from '../../frame/icon.tsx';
import { cameraName } from '../../session/camera-state.ts';
import { waitForCamera } from '../../session/wait-for-camera.ts';
import { device } from '../../soap/services.ts';
import { maintenanceTexts } from './maintenance-texts.ts';

interface RestartProps {
  readonly icon: string;
  readonly title: string;
  readonly about: string;
  /** True where the name has to be typed first. */
  readonly careful?: boolean;
  readonly run: () => Promise<unknown>;
  readonly status: Signal<string>;
}

/** One kind of restart: what it costs, the question, and the wait. */
function Restart({ icon, title, about, careful = false, run, status }: RestartProps): JSX.Element {
  const words = maintenanceTexts();
  const asking = useSignal(false);
  const typed = useSignal('');
  const name = cameraName.value;
  const restart = async (): Promise<void> => {
    await run();
    status.value = words.restarting;
    void waitForCamera().then(() => location.reload());
  };
  return (
    <div class="field">
      <span class="label">{title}</span>
      <div>
        <button
          class={careful ? 'button danger' : 'button'}
          type="button"
          onClick={() => {
            asking.value = true;
          }}
        >
          <Icon name={icon} />
          {title}
        </button>
      </div>
      <p class="hint">{about}</p>
      <Confirm open={asking} title={title} action={title} run={restart} disabled={careful && typed.value !== name}>
        <p>{about}</p>
        {careful && (
          <TextField
            label={words.typeName(name)}
            value={typed.value}
            onInput={(value) => {
              typed.value = value;
            }}
          />
        )}
      </Confirm>
    </div>
  );
}

/** Restart, and the two kinds of factory default. */
export function RestartCard(): JSX.Element {
  const words = maintenanceTexts();
  const status = useSignal('');
  return (
    <Card title={words.restart} note={<span role="status">{status.value}</span>}>
      <Restart
        icon="power"
        title={words.reboot}
        about={words.rebootAbout}
        run={() => device('SystemReboot', {})}
        status={status}
      />
      <Restart
        icon="undo"
        title={words.soft}
        about={words.softAbout}
        careful
        run={() => device('SetSystemFactoryDefault', { FactoryDefault: 'Soft' })}
        status={status}
      />
      <Restart
        icon="trash"
        title={words.hard}
        about={words.hardAbout}
        careful
        run={() => device('SetSystemFactoryDefault', { FactoryDefault: 'Hard' })}
        status={status}
      />
    </Card>
  );
}
