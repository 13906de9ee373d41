import { parseDigest } from '../auth/authorization-header.ts';
import type { AuthenticatedUser } from '../auth/digest.ts';
import type { RtspConnection } from './connection.ts';
import type { RtspRequest } from './message.ts';
import type { RtspServerOptions } from './server-options.ts';
import { RtspError } from './status.ts';
import { pathsOfUri } from './stream-uri.ts';

function unauthorized(options: RtspServerOptions, stale: boolean): RtspError {
  const challenges = options.authority()?.challenges(stale) ?? [];
  return new RtspError(
    401,
    undefined,
    challenges.map((challenge) => ['WWW-Authenticate', challenge] as const),
  );
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/**
 * Whether credentials are for the presentation that is asked for. live555 signs the URI of the presentation for each of its
 * tracks, others sign what they ask for; host, port and query differ behind proxies.
 */
function isForRequest(authorization: string, { uri }: RtspRequest): boolean {
  const claimed = parseDigest(authorization)?.get('uri') ?? '';
  if (claimed === uri) return true;
  const signed = pathsOfUri(claimed);
  return pathsOfUri(uri).some((path) => signed.some((one) => isWithin(path, one) || isWithin(one, path)));
}

/**
 * Digest on the RTSP level (STR-48). A login is valid for the connection: later requests without credentials belong to the
 * same user. Refusals of an address that keeps failing wait.
 */
export async function authorize(
  connection: RtspConnection,
  request: RtspRequest,
  options: RtspServerOptions,
): Promise<AuthenticatedUser> {
  const authority = options.authority();
  const authorization = request.headers.get('authorization');
  if (authority === undefined) throw new RtspError(401, 'no user exists yet');
  if (authorization === undefined) {
    if (connection.user !== undefined) return connection.user;
    throw unauthorized(options, false);
  }
  // Nothing is compared with a password here, so that nothing can be guessed.
  if (!isForRequest(authorization, request)) throw unauthorized(options, false);
  const verdict = authority.verify({ authorization, method: request.method, connection });
  const outcome = verdict.kind === 'ok' ? 'right' : verdict.kind === 'stale' ? 'stale' : 'wrong';
  const attempt = { address: connection.remoteAddress, user: verdict.user?.name };
  const judged = options.attempts.judge(attempt, outcome);
  if (judged.kind === 'too-many') throw new RtspError(503, 'too many failed logins', [['Retry-After', '5']]);
  if (judged.kind === 'refused') {
    if (judged.delay > 0) await new Promise((resolve) => setTimeout(resolve, judged.delay));
    throw unauthorized(options, false);
  }
  if (verdict.kind !== 'ok') throw unauthorized(options, true);
  connection.user = verdict.user;
  return verdict.user;
}
