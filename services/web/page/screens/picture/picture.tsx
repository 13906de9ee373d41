import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ImagingSettings20 } from '../../../../generated/tt.ts';
import { Columns, Head } from '../../forms/layout.tsx';
import { Failure, Loaded, useLoaded } from '../../forms/loaded.tsx';
import { Icon } from '../../frame/icon.tsx';
import { ImagingWriter } from '../../imaging/imaging-writer.ts';
import { type Imaging, readImaging } from '../../imaging/read-imaging.ts';
import { Picture } from '../../player/picture.tsx';
import { readProfiles } from '../../session/abilities.ts';
import { titles } from '../titles.ts';
import { PictureForm } from './picture-form.tsx';
import { pictureTexts } from './picture-texts.ts';

interface Source {
  readonly token: string;
  readonly held: Imaging;
}

/** Settings of the first video source that has a profile. */
async function readSource(): Promise<Source> {
  const { Profiles = [] } = await readProfiles();
  const token = Profiles.flatMap(({ Configurations }) => Configurations?.VideoSource?.SourceToken ?? [])[0] ?? '';
  return { token, held: await readImaging(token) };
}

function Settings({ token, held }: Source): JSX.Element {
  const words = pictureTexts();
  const settings = useSignal(held.settings);
  const error = useSignal<unknown>(undefined);
  const writer = useMemo(
    () =>
      new ImagingWriter(token, (reason) => {
        error.value = reason;
      }),
    [token, error],
  );
  const write = (change: ImagingSettings20, last: boolean): void => {
    error.value = undefined;
    settings.value = { ...settings.value, ...change };
    writer.write(change, last);
  };
  const isChanged = JSON.stringify(settings.value) !== JSON.stringify(held.settings);
  return (
    <>
      {error.value !== undefined && <Failure error={error.value} />}
      <PictureForm held={held} settings={settings.value} write={write} />
      <div class="actions">
        <button class="button" type="button" disabled={!isChanged} onClick={() => write(held.settings, true)}>
          <Icon name="undo" />
          {words.undo}
        </button>
      </div>
    </>
  );
}

/** Camera settings beside the picture that they change. */
export function PictureScreen(): JSX.Element {
  const words = pictureTexts();
  const source = useLoaded(readSource);
  return (
    <>
      <Head title={titles().picture} about={words.about} />
      <Columns label={words.preview} aside={<Picture small />}>
        <Loaded of={source}>{(found) => <Settings {...found} />}</Loaded>
      </Columns>
    </>
  );
}
