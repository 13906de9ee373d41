import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { ActionButton } from '../../forms/action.tsx';
import { Confirm } from '../../forms/confirm.tsx';
import { Card } from '../../forms/layout.tsx';
import { Icon } from '../../frame/icon.tsx';
import { fileTime, saveFile } from '../../player/save-snapshot.ts';
import { cameraName } from '../../session/camera-state.ts';
import { download, pathOf, upload } from '../../session/upload.ts';
import { waitForCamera } from '../../session/wait-for-camera.ts';
import { device } from '../../soap/services.ts';
import { maintenanceTexts } from './maintenance-texts.ts';
import { FileField } from './update-card.tsx';

async function saveBackup(): Promise<void> {
  const { SystemBackupUri } = await device('GetSystemUris', {});
  if (SystemBackupUri === undefined) throw new Error('this camera offers no backup');
  saveFile(await download(SystemBackupUri), `${cameraName.value} ${fileTime()}.backup`);
}

/** All settings in a file, and back. */
export function BackupCard(): JSX.Element {
  const words = maintenanceTexts();
  const file = useSignal<File | undefined>(undefined);
  const asking = useSignal(false);
  const status = useSignal('');
  const restore = async (): Promise<void> => {
    if (file.value === undefined) return;
    const { UploadUri } = await device('StartSystemRestore', {});
    await upload(pathOf(UploadUri), file.value, () => undefined);
    status.value = words.restarting;
    void waitForCamera().then(() => location.reload());
  };
  return (
    <Card title={words.settings}>
      <div class="field">
        <span class="label">{words.backup}</span>
        <div>
          <ActionButton run={saveBackup}>
            <Icon name="download" />
            {words.backup}
          </ActionButton>
        </div>
        <p class="hint">{words.backupAbout}</p>
      </div>
      <FileField
        label={words.chooseBackup}
        hint={words.restoreAbout}
        onFile={(chosen) => {
          file.value = chosen;
        }}
      />
      <div class="actions">
        <span class="small" role="status">
          {status.value}
        </span>
        <button
          class="button"
          type="button"
          disabled={file.value === undefined}
          onClick={() => {
            asking.value = true;
          }}
        >
          <Icon name="upload" />
          {words.restore}
        </button>
      </div>
      <Confirm open={asking} title={words.restore} action={words.restore} run={restore}>
        <p>{words.restoreAbout}</p>
      </Confirm>
    </Card>
  );
}
