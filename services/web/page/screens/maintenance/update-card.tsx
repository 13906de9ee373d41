import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { ActionButton } from '../../forms/action.tsx';
import { Field } from '../../forms/field.tsx';
import { Card } from '../../forms/layout.tsx';
import { Icon } from '../../frame/icon.tsx';
import { cameraState } from '../../session/camera-state.ts';
import { pathOf, upload } from '../../session/upload.ts';
import { waitForCamera } from '../../session/wait-for-camera.ts';
import { device } from '../../soap/services.ts';
import { number } from '../../texts/numbers.ts';
import { maintenanceTexts } from './maintenance-texts.ts';

interface FileFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly onFile: (file: File | undefined) => void;
}

export function FileField({ label, hint, onFile }: FileFieldProps): JSX.Element {
  return (
    <Field label={label} hint={hint}>
      {({ id, description }) => (
        <input
          class="file"
          type="file"
          id={id}
          aria-describedby={description}
          onChange={({ currentTarget }) => onFile(currentTarget.files?.[0])}
        />
      )}
    </Field>
  );
}

/** New firmware: sent with progress, checked by the camera, and either kept or taken back. */
export function UpdateCard(): JSX.Element {
  const words = maintenanceTexts();
  const file = useSignal<File | undefined>(undefined);
  const progress = useSignal<number | undefined>(undefined);
  const status = useSignal('');
  const install = async (): Promise<void> => {
    if (file.value === undefined) return;
    const before = cameraState.value?.version;
    status.value = '';
    try {
      const { UploadUri } = await device('StartFirmwareUpgrade', {});
      await upload(pathOf(UploadUri), file.value, (part) => {
        progress.value = part;
        status.value = part < 1 ? words.sending(number(part * 100)) : words.checking;
      });
      status.value = words.restarting;
      await waitForCamera();
      const after = cameraState.value?.version ?? '';
      status.value = after === before ? words.sameVersion : words.updated(after);
    } catch (error) {
      status.value = '';
      throw error;
    } finally {
      progress.value = undefined;
    }
  };
  return (
    <Card title={words.update}>
      <FileField
        label={words.chooseUpdate}
        hint={words.updateAbout}
        onFile={(chosen) => {
          file.value = chosen;
        }}
      />
      <div class="actions">
        {progress.value !== undefined && <progress value={progress.value} aria-label={words.update} />}
        <span class="small" role="status">
          {status.value}
        </span>
        <ActionButton run={install} disabled={file.value === undefined}>
          <Icon name="upload" />
          {words.install}
        </ActionButton>
      </div>
    </Card>
  );
}
