import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { SystemLogType } from '../../../../generated/tt.ts';
import { Segments } from '../../forms/controls.tsx';
import { Card } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { Icon } from '../../frame/icon.tsx';
import { fileTime, saveFile } from '../../player/save-snapshot.ts';
import { device } from '../../soap/services.ts';
import { maintenanceTexts } from './maintenance-texts.ts';

async function readLog(type: SystemLogType): Promise<readonly string[]> {
  const { SystemLog } = await device('GetSystemLog', { LogType: type });
  return (SystemLog.String ?? '').split('\n').filter((line) => line !== '');
}

/** Lines on screen at most, the newest. */
const shown = 400;

function Lines({ lines, filter }: { readonly lines: readonly string[]; readonly filter: string }): JSX.Element {
  const words = filter.toLowerCase();
  const found = lines.filter((line) => line.toLowerCase().includes(words)).slice(-shown);
  return (
    <textarea
      class="log"
      readOnly
      rows={16}
      spellcheck={false}
      aria-label={maintenanceTexts().log}
      value={found.join('\n')}
    />
  );
}

/** What the camera has noted, and who signed in. */
export function LogCard(): JSX.Element {
  const words = maintenanceTexts();
  const type = useSignal<SystemLogType>('System');
  const filter = useSignal('');
  const log = useLoaded(() => readLog(type.value), type.value);
  const save = (): void => {
    const { value } = log.state;
    if (value.kind === 'there') saveFile(new Blob([`${value.value.join('\n')}\n`]), `${type.value} ${fileTime()}.log`);
  };
  return (
    <Card title={words.log}>
      <div class="log-tools">
        <span class="hidden-label" id="log-kind">
          {words.log}
        </span>
        <Segments
          name="log"
          labelId="log-kind"
          value={type.value}
          choices={[
            ['System', words.system],
            ['Access', words.access],
          ]}
          onChange={(next) => {
            type.value = next;
          }}
        />
        <input
          class="input"
          aria-label={words.filter}
          placeholder={words.filter}
          value={filter.value}
          onInput={({ currentTarget }) => {
            filter.value = currentTarget.value;
          }}
        />
        <button class="button" type="button" onClick={save}>
          <Icon name="download" />
          {words.saveLog}
        </button>
      </div>
      <Loaded of={log}>{(lines) => <Lines lines={lines} filter={filter.value} />}</Loaded>
    </Card>
  );
}
