import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Draft } from '../../forms/draft.ts';
import { Card, Columns, Head, Tabs } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { SaveBar } from '../../forms/save-bar.tsx';
import { Picture } from '../../player/picture.tsx';
import { bytes } from '../../texts/numbers.ts';
import { titles } from '../titles.ts';
import { type EncoderStream, type EncoderValues, readStreams, valuesOf, writeEncoder } from './encoder.ts';
import { EncoderForm } from './encoder-form.tsx';
import { videoTexts } from './video-texts.ts';

function costOf(draft: Draft<EncoderValues>): string {
  const words = videoTexts();
  if (draft.isChanged('encoding')) return words.costCodec;
  return draft.isChanged('size') ? words.costSize : words.cost;
}

/** Bytes of a day at a bit rate in kbit/s. */
function dayOf(bits: number): string {
  return bytes((bits * 1000 * 86_400) / 8);
}

function StreamSettings({ stream }: { readonly stream: EncoderStream }): JSX.Element {
  const words = videoTexts();
  const draft = useMemo(() => new Draft(valuesOf(stream.configuration)), [stream]);
  const aside = (
    <>
      <Picture key={stream.profile} stream={stream.profile} small />
      <Card title={words.after}>
        <dl>
          <dt>{words.day}</dt>
          <dd>{dayOf(draft.values.bits)}</dd>
          <dt>{words.now}</dt>
          <dd>{dayOf(draft.held.bits)}</dd>
        </dl>
      </Card>
    </>
  );
  return (
    <>
      <Columns label={words.preview} aside={aside}>
        <EncoderForm stream={stream} draft={draft} />
      </Columns>
      <SaveBar draft={draft} cost={costOf(draft)} save={(values) => writeEncoder(stream.configuration, values)} />
    </>
  );
}

/** Streams of the camera, a tab each. */
export function Video({ part }: { readonly part: string }): JSX.Element {
  const words = videoTexts();
  const streams = useLoaded(readStreams);
  return (
    <>
      <Head title={titles().video} about={words.about} />
      <Loaded of={streams}>
        {(found) => {
          const stream = found.find(({ profile }) => profile === part) ?? found[0];
          if (stream === undefined) return null;
          return (
            <>
              <Tabs
                label={words.streams}
                screen="video"
                present={stream.profile}
                tabs={found.map(({ profile, name }) => [profile, name])}
              />
              <StreamSettings key={stream.profile} stream={stream} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
