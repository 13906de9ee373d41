import type { AttemptLimiter } from './attempts.ts';

/** An attempt to log in, after the decision. */
export interface LoginAttempt {
  readonly address: string;
  /** Name of a user of this device; undefined for a name that no user has. */
  readonly user: string | undefined;
  readonly outcome: 'accepted' | 'refused';
}

/** Tells each attempt that a limiter judges. Credentials that are right but stale lead to a new challenge and are no attempt. */
export function watchedAttempts(limiter: AttemptLimiter, listener: (attempt: LoginAttempt) => void): AttemptLimiter {
  return {
    judge: (attempt, outcome) => {
      const verdict = limiter.judge(attempt, outcome);
      const { address, user } = attempt;
      const accepted = verdict.kind === 'accepted';
      if (outcome === 'right' || !accepted) listener({ address, user, outcome: accepted ? 'accepted' : 'refused' });
      return verdict;
    },
  };
}
