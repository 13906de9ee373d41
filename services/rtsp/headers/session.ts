/** Session header (RFC 2326 12.37): the id, and in replies the timeout in seconds. @internal */
export interface SessionHeader {
  readonly id: string;
  readonly timeout?: number;
}

/** undefined for what is no session id. */
export function parseSession(value: string): SessionHeader | undefined {
  const match = /^\s*([A-Za-z0-9$_.+-]{1,64})\s*(?:;\s*timeout\s*=\s*(\d{1,6})\s*)?$/i.exec(value);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined ? { id: match[1] } : { id: match[1], timeout: Number(match[2]) };
}

export function serializeSession(session: SessionHeader): string {
  return session.timeout === undefined ? session.id : `${session.id};timeout=${session.timeout}`;
}
