import type { JSX } from 'preact';
import type { MediaProfile } from '../../../generated/tr2.ts';
import { Loaded, useLoaded } from '../forms/loaded.tsx';
import { Picture } from '../player/picture.tsx';
import { readProfiles } from '../session/abilities.ts';
import { user } from '../session/session.ts';
import { liveTexts } from './live-texts.ts';
import { centre } from './movement.ts';
import { Pad } from './pad.tsx';
import { Presets } from './presets.tsx';
import { QuickPicture } from './quick-picture.tsx';
import { RecentEvents } from './recent-events.tsx';

/** Profile by which the head is moved; users of the lowest level may only watch. */
function headOf(profiles: readonly MediaProfile[]): string | undefined {
  if (user.value?.level === 'User') return undefined;
  return profiles.find(({ Configurations }) => Configurations?.PTZ !== undefined)?.token;
}

function Panel({ profiles }: { readonly profiles: readonly MediaProfile[] }): JSX.Element {
  const head = headOf(profiles);
  const source = profiles.find(({ Configurations }) => Configurations?.VideoSource !== undefined)?.Configurations
    ?.VideoSource?.SourceToken;
  return (
    <aside class="panel" aria-label={liveTexts().controls}>
      {head !== undefined && <Pad profile={head} />}
      {head !== undefined && <Presets profile={head} />}
      {source !== undefined && <QuickPicture source={source} />}
    </aside>
  );
}

/** Picture with everything for every day. */
export function Live(): JSX.Element {
  const words = liveTexts();
  const profiles = useLoaded(async () => (await readProfiles()).Profiles ?? []);
  const state = profiles.state.value;
  const head = state.kind === 'there' ? headOf(state.value) : undefined;
  return (
    <>
      <h1 class="hidden-label">{words.title}</h1>
      <div class="live">
        <section aria-label={words.picture}>
          <Picture
            {...(head !== undefined && {
              onPoint: (x: number, y: number) => void centre(head, x, y).catch(() => undefined),
            })}
          />
          <div class="below">
            <RecentEvents />
          </div>
        </section>
        <Loaded of={profiles}>{(found) => <Panel profiles={found} />}</Loaded>
      </div>
    </>
  );
}
