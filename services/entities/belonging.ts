import type { Board } from '../../hal/boards/board.ts';
import { type ConfigurationKind, type Configurations, configurationKinds, kinds, type MediaEntities } from './kinds.ts';
import type { ProfileEntity } from './model.ts';

type Held = ProfileEntity['configurations'];

/** Whether a configuration of a kind belongs to the video source that a profile shows; true where nothing ties them. */
function belongs(all: Configurations, kind: ConfigurationKind, token: string, held: Held, board: Board): boolean {
  const source = all.VideoSource.find((one) => one.token === held.VideoSource)?.source;
  const { servesSource } = kinds.find(({ name }) => name === kind) ?? {};
  return source === undefined || servesSource === undefined || servesSource(board, token, source);
}

/** Kinds of which a profile has a configuration that belongs to another video source. */
function misplacedKinds(all: Configurations, held: Held, board: Board): readonly ConfigurationKind[] {
  return configurationKinds.filter((kind) => {
    const token = held[kind];
    return token !== undefined && !belongs(all, kind, token, held, board);
  });
}

/** Whether a profile may have a configuration as far as its video source goes; that which it has already it may have. */
export function suits(
  entities: MediaEntities,
  { configurations }: ProfileEntity,
  kind: ConfigurationKind,
  token: string,
  board: Board,
): boolean {
  const before = misplacedKinds(entities, configurations, board);
  const after = misplacedKinds(entities, { ...configurations, [kind]: token }, board);
  return configurations[kind] === token || after.every((one) => before.includes(one));
}

/** Whether a change leaves a profile with a configuration of another video source, which it had not before. */
export function misplaces(before: MediaEntities, after: MediaEntities, board: Board): boolean {
  return after.profiles.some(({ token, configurations }) => {
    const old = before.profiles.find((one) => one.token === token);
    const had = old === undefined ? [] : misplacedKinds(before, old.configurations, board);
    return misplacedKinds(after, configurations, board).some((kind) => !had.includes(kind));
  });
}

/** Configurations of a fixed profile beside its encoder: the first of each kind that belongs to the first video source. */
export function companions(all: Configurations, board: Board): Held {
  const [source] = all.VideoSource;
  const held = source === undefined ? {} : { VideoSource: source.token };
  const firsts = configurationKinds.flatMap((kind) => {
    const list: readonly { readonly token: string }[] = kind === 'VideoEncoder' ? [] : all[kind];
    const first = list.find(({ token }) => belongs(all, kind, token, held, board));
    return first === undefined ? [] : [[kind, first.token]];
  });
  return Object.fromEntries(firsts);
}
