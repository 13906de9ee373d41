import type { VideoCodec } from '../../../hal/ports/media-engine.ts';
import type * as tr2 from '../../generated/tr2.ts';
import { type NotOffered, notOffered } from '../../soap/service.ts';
import type { EntityStore } from '../entity-store.ts';
import { setSourceMode, sourceOf } from './set-mode.ts';
import { boardIn, encodersIn, hasModes, modeOf } from './source-modes.ts';

/** A mode as both services write it; neither service has an extension of its own. */
type Mode = Omit<tr2.VideoSourceMode, 'Any'>;

interface ModeOperations {
  readonly GetVideoSourceModes: (request: { readonly VideoSourceToken: string }) => {
    readonly VideoSourceModes: readonly Mode[];
  };
  readonly SetVideoSourceMode: (request: {
    readonly VideoSourceToken: string;
    readonly VideoSourceModeToken: string;
  }) => Promise<{ readonly Reboot: boolean }>;
}

const oneMode = notOffered('each video source has one mode');

function modes(
  store: EntityStore,
  token: string,
  encodingOf: (codec: VideoCodec) => string | undefined,
): readonly Mode[] {
  const source = sourceOf(store.madeBoard, token);
  const present = modeOf(source, store.entities.modes);
  const all = source.modes ?? [{ ...source, id: 'Mode1' }];
  return all.map(({ id, width, height, frameRate, description }) => {
    const board = boardIn(store.madeBoard, { ...store.entities.modes, [token]: id });
    const encodings = encodersIn(board, store.working).flatMap(({ codec }) => encodingOf(codec) ?? []);
    return {
      token: id,
      Enabled: present === undefined || present.id === id,
      MaxFramerate: frameRate,
      MaxResolution: { Width: width, Height: height },
      Encodings: encodings,
      // The camera goes on in the new mode at once.
      Reboot: false,
      ...(description === undefined ? {} : { Description: description }),
    };
  });
}

/**
 * Video source modes (MED-15, MD2-14), the same in both services; refused where each source has one.
 * @param encodingOf name of a codec in the service; undefined for one that it does not know
 */
export function modeOperations(
  store: EntityStore,
  encodingOf: (codec: VideoCodec) => string | undefined,
): ModeOperations | Readonly<Record<keyof ModeOperations, NotOffered>> {
  if (!hasModes(store.madeBoard)) return { GetVideoSourceModes: oneMode, SetVideoSourceMode: oneMode };
  return {
    GetVideoSourceModes: ({ VideoSourceToken }) => ({ VideoSourceModes: modes(store, VideoSourceToken, encodingOf) }),
    SetVideoSourceMode: async ({ VideoSourceToken, VideoSourceModeToken }) => {
      await setSourceMode(store, VideoSourceToken, VideoSourceModeToken);
      return { Reboot: false };
    },
  };
}
