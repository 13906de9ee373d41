import type { JSX } from 'preact';
import { Addresses, CopyLine } from '../../addresses/addresses.tsx';
import { Card, Columns, Head } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { readProfiles } from '../../session/abilities.ts';
import { user } from '../../session/session.ts';
import { media } from '../../soap/services.ts';
import { texts } from '../../texts/texts.ts';
import { titles } from '../titles.ts';

const words = texts(
  {
    about: 'Addresses for recorders and viewers, and ready lines for common programs.',
    addresses: 'Addresses',
    lines: 'Ready lines',
    password: 'Put the password of the user in the place of PASSWORD.',
  },
  {
    about: 'Adressen für Rekorder und Zuschauer und fertige Zeilen für verbreitete Programme.',
    addresses: 'Adressen',
    lines: 'Fertige Zeilen',
    password: 'Setzen Sie das Passwort des Benutzers an die Stelle von PASSWORD.',
  },
);

/** Address of the first stream with a name and a place for the password. */
async function readStream(): Promise<string> {
  const { Profiles = [] } = await readProfiles();
  const token = Profiles.find(({ Configurations }) => Configurations?.VideoEncoder !== undefined)?.token ?? '';
  const { Uri } = await media('GetStreamUri', { Protocol: 'RTSP', ProfileToken: token });
  return Uri.replace('://', `://${encodeURIComponent(user.value?.name ?? '')}:PASSWORD@`);
}

function linesFor(stream: string): readonly (readonly [program: string, line: string])[] {
  return [
    ['Frigate, go2rtc', `go2rtc: { streams: { camera: ["${stream}"] } }`],
    ['Home Assistant', `ONVIF · ${location.hostname} · ${location.port || '80'} · ${user.value?.name ?? ''}`],
    ['ffmpeg', `ffmpeg -rtsp_transport tcp -i '${stream}' -c copy camera.mp4`],
    ['VLC, mpv', stream],
  ];
}

/** Addresses and ready lines for other programs. */
export function Integrations(): JSX.Element {
  const stream = useLoaded(readStream);
  return (
    <>
      <Head title={titles().integrations} about={words().about} />
      <Columns>
        <Card title={words().addresses}>
          <Addresses />
        </Card>
        <Loaded of={stream}>
          {(url) => (
            <Card title={words().lines}>
              <p class="small">{words().password}</p>
              {linesFor(url).map(([program, line]) => (
                <CopyLine key={program} label={program} text={line} />
              ))}
            </Card>
          )}
        </Loaded>
      </Columns>
    </>
  );
}
