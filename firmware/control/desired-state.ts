import type { DesiredMedia } from '../../services/plan/desired-media.ts';

/** Owner of a part of the desired state: entities, users, RTSP ports, surroundings of virtual cameras. */
export interface Contributor {
  /** The state with the contributor's own part in it. Called in the order of the list, with what those before it gave. */
  contribute(state: DesiredMedia): DesiredMedia;
  /** Called after each change of the part that needs the whole state to be sent again. */
  onChange?(listener: () => void): void;
}

/** Desired state before any contributor: nothing is streamed, and nobody may log in. */
const nothing: DesiredMedia = {
  media: { sources: [], encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] },
  paths: [],
  multicast: [],
  realm: '',
  digestAlgorithms: ['MD5'],
  users: [],
  rtsp: { addresses: [], port: 0, pacing: 0, tls: undefined },
  wallClock: { offset: 0, zone: 'UTC0' },
};

/** The state that the media process has to reach: the contributions of all its owners, in their order. */
export class DesiredState {
  readonly #contributors: readonly Contributor[];

  constructor(contributors: readonly Contributor[]) {
    this.#contributors = contributors;
  }

  get(): DesiredMedia {
    return this.#contributors.reduce((state, one) => one.contribute(state), nothing);
  }

  /** The listener is told of each change of any part. */
  onChange(listener: () => void): void {
    for (const one of this.#contributors) one.onChange?.(listener);
  }
}
