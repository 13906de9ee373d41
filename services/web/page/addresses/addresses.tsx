import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Loaded, useLoaded } from '../forms/loaded.tsx';
import { Icon } from '../frame/icon.tsx';
import { readProfiles } from '../session/abilities.ts';
import { urlOf } from '../session/session.ts';
import { media } from '../soap/services.ts';
import { texts } from '../texts/texts.ts';

const words = texts(
  {
    onvif: 'ONVIF (recorders find everything else there)',
    stream: (name: string) => `Stream ${name}`,
    snapshot: (name: string) => `Snapshot ${name}`,
    copy: (name: string) => `Copy: ${name}`,
  },
  {
    onvif: 'ONVIF (Rekorder finden dort alles Weitere)',
    stream: (name: string) => `Stream ${name}`,
    snapshot: (name: string) => `Schnappschuss ${name}`,
    copy: (name: string) => `Kopieren: ${name}`,
  },
);

/** The clipboard is absent on plain HTTP; an old command does it there. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** A line of text with a button that copies it. */
export function CopyLine({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    await copyText(text);
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  return (
    <div class="copy-line">
      <span class="small">{label}</span>
      <code>{text}</code>
      <button class="button quiet square" type="button" aria-label={words().copy(label)} onClick={() => void copy()}>
        <Icon name={copied.value ? 'check' : 'copy'} />
      </button>
    </div>
  );
}

interface Address {
  readonly label: string;
  readonly url: string;
}

async function readAddresses(): Promise<readonly Address[]> {
  const { Profiles = [] } = await readProfiles();
  const streams = Profiles.filter(({ Configurations }) => Configurations?.VideoEncoder !== undefined);
  const found = await Promise.all(
    streams.map(async ({ token, Name }) => {
      const [stream, snapshot] = await Promise.all([
        media('GetStreamUri', { Protocol: 'RTSP', ProfileToken: token }),
        media('GetSnapshotUri', { ProfileToken: token }),
      ]);
      return [
        { label: words().stream(Name), url: stream.Uri },
        { label: words().snapshot(Name), url: snapshot.Uri },
      ];
    }),
  );
  return [{ label: words().onvif, url: urlOf('onvif/device_service') }, ...found.flat()];
}

/** Addresses for recorders and viewers. */
export function Addresses(): JSX.Element {
  const addresses = useLoaded(readAddresses);
  return (
    <Loaded of={addresses}>
      {(found) => (
        <div class="addresses">
          {found.map(({ label, url }) => (
            <CopyLine key={label} label={label} text={url} />
          ))}
        </div>
      )}
    </Loaded>
  );
}
