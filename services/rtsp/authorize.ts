import type { AuthenticatedUser } from '../auth/digest.ts';
import type { RtspConnection } from './connection.ts';
import type { RtspRequest } from './message.ts';
import type { RtspServerOptions } from './server-options.ts';
import { RtspError } from './status.ts';

function unauthorized(options: RtspServerOptions, stale: boolean): RtspError {
  const challenges = options.authority()?.challenges(stale) ?? [];
  return new RtspError(
    401,
    undefined,
    challenges.map((challenge) => ['WWW-Authenticate', challenge] as const),
  );
}

/**
 * Digest on the RTSP level (STR-48). Credentials prove who is on the connection; what follows on it without any is the
 * same user's. An address that keeps failing waits before it is heard.
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
  const wait = options.attempts.delay(connection.remoteAddress);
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const verdict = authority.verify({ authorization, method: request.method });
  if (verdict.kind === 'ok') {
    options.attempts.succeeded(connection.remoteAddress);
    connection.user = verdict.user;
    return verdict.user;
  }
  if (verdict.kind === 'refused') options.attempts.failed(connection.remoteAddress);
  throw unauthorized(options, verdict.kind === 'stale');
}
