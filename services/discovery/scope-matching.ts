import { discovery } from './namespaces.ts';

/** True when the scope `asked` of a probe covers the scope `own` of the device. */
type Rule = (asked: string, own: string) => boolean;

interface Parts {
  readonly scheme: string;
  readonly authority: string;
  readonly segments: readonly string[];
}

/** RFC 3986 appendix B. Undefined for a relative reference: a scope is an absolute URI. */
function parts(uri: string): Parts | undefined {
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', path = ''] = match;
  const segments = path.split('/');
  // A leading slash opens the path and a trailing one names the same place: neither is a segment to compare.
  if (segments[0] === '') segments.shift();
  if (segments.at(-1) === '') segments.pop();
  return { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), segments };
}

function sameStart(shorter: readonly string[], longer: readonly string[]): boolean {
  return shorter.length <= longer.length && shorter.every((item, index) => item === longer[index]);
}

const hasDots = ({ segments }: Parts): boolean => segments.some((segment) => segment === '.' || segment === '..');

/**
 * Scheme and authority without regard to case, path segment by segment with regard to it; query and fragment do not
 * count, and `.` or `..` never match (WS-Discovery 5.1; ONVIF Core 7.3.3 with RFC 3986 for RFC 2396).
 */
const byUri: Rule = (asked, own) => {
  const [a, o] = [parts(asked), parts(own)];
  if (a === undefined || o === undefined || hasDots(a) || hasDots(o)) return false;
  return a.scheme === o.scheme && a.authority === o.authority && sameStart(a.segments, o.segments);
};

function uuidOf(uri: string): string | undefined {
  return /^(?:urn:)?uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(uri)?.[1]?.toLowerCase();
}

const byUuid: Rule = (asked, own) => {
  const uuid = uuidOf(asked);
  return uuid !== undefined && uuid === uuidOf(own);
};

/** RDNs of an LDAP URL from the root on; RFC 2253 writes them from the leaf. */
function distinguishedName({ segments }: Parts): readonly string[] {
  const rdns = decodeURIComponent(segments.join('/')).split(/(?<!\\),/);
  return rdns
    .map((rdn) => rdn.trim().toLowerCase())
    .filter((rdn) => rdn !== '')
    .reverse();
}

const byDistinguishedName: Rule = (asked, own) => {
  const [a, o] = [parts(asked), parts(own)];
  if (a?.scheme !== 'ldap' || o?.scheme !== 'ldap' || a.authority !== o.authority) return false;
  try {
    return sameStart(distinguishedName(a), distinguishedName(o));
  } catch {
    return false;
  }
};

const rules: ReadonlyMap<string, Rule> = new Map([
  [`${discovery}/rfc3986`, byUri],
  [`${discovery}/rfc2396`, byUri],
  [`${discovery}/uuid`, byUuid],
  [`${discovery}/ldap`, byDistinguishedName],
  [`${discovery}/strcmp0`, (asked, own) => asked === own],
]);

/** For d:SupportedMatchingRules. */
export const supportedRules: readonly string[] = [...rules.keys()];

/** Every scope that was asked for must cover one of the device's. 'unknown-rule' when `matchBy` names no rule of ours. */
export function matchScopes(
  asked: readonly string[],
  own: readonly string[],
  matchBy: string = `${discovery}/rfc3986`,
): 'match' | 'no-match' | 'unknown-rule' {
  const rule = rules.get(matchBy);
  if (rule === undefined) return 'unknown-rule';
  return asked.every((scope) => own.some((candidate) => rule(scope, candidate))) ? 'match' : 'no-match';
}
