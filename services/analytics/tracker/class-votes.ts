import type { ObjectClass } from '../scene/scene.ts';

/** What detections have said of a class. */
interface Vote {
  readonly type: string;
  /** Sum of the likelihoods, and their number, both fading. */
  readonly sum: number;
  readonly weight: number;
  readonly seen: number;
  readonly best: number;
  /** Time of the last one, seconds. */
  readonly at: number;
}

export type ClassVotes = readonly Vote[];

/** Seconds in which a vote fades to 1 / e. */
const fading = 30;
/** Likelihood from which a class counts that was seen once. */
const sure = 0.6;

const faded = ({ at }: Vote, now: number): number => Math.exp(-Math.max(0, now - at) / fading);

/** The votes with those of one more detection, at a time in seconds. */
export function voted(votes: ClassVotes, classes: readonly ObjectClass[], now: number): ClassVotes {
  const others = votes.filter(({ type }) => classes.every((one) => one.type !== type));
  const fresh = classes.map(({ type, likelihood }): Vote => {
    const known = votes.find((vote) => vote.type === type);
    const left = known === undefined ? 0 : faded(known, now);
    return {
      type,
      sum: (known?.sum ?? 0) * left + likelihood,
      weight: (known?.weight ?? 0) * left + 1,
      seen: (known?.seen ?? 0) + 1,
      best: Math.max(known?.best ?? 0, likelihood),
      at: now,
    };
  });
  return [...others, ...fresh];
}

/**
 * Classes that count, likeliest first: seen twice, or once and surely, with at least half as much said for them as for the best.
 * `least` is the smallest likelihood that clients want.
 */
export function classesOf(votes: ClassVotes, now: number, least: number): readonly ObjectClass[] {
  const counting = votes
    .filter(({ seen, best }) => seen >= 2 || best > sure)
    .map((vote) => ({ type: vote.type, likelihood: vote.sum / vote.weight, sum: vote.sum * faded(vote, now) }))
    .toSorted((one, other) => other.sum - one.sum);
  const [first] = counting;
  return counting
    .filter(({ sum, likelihood }) => first !== undefined && sum >= first.sum / 2 && likelihood >= least)
    .map(({ type, likelihood }) => ({ type, likelihood }));
}
