import type { Machine } from '../../hal/ports/machine.ts';
import type { UserStore } from '../../services/auth/users.ts';
import type { HashingAlgorithms } from '../../services/device/hashing.ts';
import type { AddressFilter } from '../../services/device/network/address-filter.ts';
import type { EntityStore } from '../../services/entities/entity-store.ts';
import { mediaPlan } from '../../services/entities/streams/media-state.ts';
import type { Imaging } from '../../services/imaging/imaging.ts';
import type { DesiredMedia, RtspPlan } from '../../services/plan/desired-media.ts';
import type { TlsServer } from '../../services/security/tls-server/tls-server.ts';
import type { Contributor } from './desired-state.ts';
import type { LiveSources } from './live-sources.ts';
import type { SceneAnalysis } from './scene-analysis.ts';

interface ContributorParts {
  readonly store: EntityStore;
  readonly users: UserStore;
  readonly hashing: HashingAlgorithms;
  /** Realm of the users' digests. */
  readonly realm: string;
  readonly rtsp: () => RtspPlan;
  readonly imaging: Imaging;
  readonly sources: LiveSources;
  readonly analysis: SceneAnalysis;
  readonly machine: Machine;
  readonly filter: AddressFilter;
  readonly tls: Pick<TlsServer, 'onChange'>;
}

/** Owners of parts of the desired state, one entry each. Later entries see what earlier ones gave. */
export function contributors({
  store,
  users,
  hashing,
  realm,
  rtsp,
  imaging,
  sources,
  analysis,
  machine,
  filter,
  tls,
}: ContributorParts): readonly Contributor[] {
  return [
    {
      contribute: (state) => ({ ...state, ...mediaPlan(store.entities, store.board) }),
      onChange: (listener) => store.onChange(listener),
    },
    ...store.features.flatMap(({ plan }): readonly Contributor[] => {
      if (plan === undefined) return [];
      const contribute = (state: DesiredMedia): DesiredMedia => ({ ...state, media: plan.adjust(state.media) });
      return [{ contribute, onChange: (listener) => plan.onChange(listener) }];
    }),
    {
      contribute: (state) => ({ ...state, realm, users: users.digestUsers() }),
      onChange: (listener) => users.onChange(listener),
    },
    {
      contribute: (state) => ({ ...state, digestAlgorithms: hashing.get() }),
      onChange: (listener) => hashing.onChange(listener),
    },
    {
      contribute: (state) => ({ ...state, rtsp: rtsp() }),
      onChange: (listener) => tls.onChange(listener),
    },
    {
      contribute: (state) => ({ ...state, addressFilter: filter.plan }),
      onChange: (listener) => filter.onChange(listener),
    },
    {
      contribute: (state) => ({ ...state, wallClock: { offset: machine.offset(), zone: machine.zone() } }),
      onChange: (listener) => {
        machine.onClock(listener);
        machine.onChange(listener);
      },
    },
    {
      contribute: (state) => ({ ...state, media: analysis.adjust(state.media) }),
      onChange: (listener) => analysis.onChange(listener),
    },
    { contribute: (state) => ({ ...state, media: imaging.adjust(state.media) }) },
    { contribute: (state) => ({ ...state, media: sources.enliven(state.media) }) },
  ];
}
