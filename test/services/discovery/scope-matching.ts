import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { matchScopes } from '../../../services/discovery/scope-matching.ts';

const scopes = suite('scope matching');

const rule = (name: string): string => `http://schemas.xmlsoap.org/ws/2005/04/discovery/${name}`;
const uuid = '0b3b1d8f-0000-4000-8000-00000000aBcD';

const own = [
  'onvif://www.onvif.org/Profile/Streaming',
  'onvif://www.onvif.org/hardware/D1-566',
  'onvif://www.onvif.org/location/country/china',
  'onvif://www.onvif.org/name/ARV-453',
  `urn:uuid:${uuid}`,
  'ldap://Example.com/ou=Cameras,ou=Site,o=Firm',
  'http://example.com/a/./b',
];

const rows: readonly (readonly [asked: string, rule: string | undefined, verdict: string])[] = [
  ['onvif://www.onvif.org', undefined, 'match'],
  ['onvif://www.onvif.org/', undefined, 'match'],
  ['ONVIF://WWW.onvif.ORG/Profile', undefined, 'match'],
  ['onvif://www.onvif.org/location/country/china', undefined, 'match'],
  ['onvif://www.onvif.org/location/country/', undefined, 'match'],
  ['onvif://www.onvif.org/location?floor=1#x', undefined, 'match'],
  ['onvif://www.onvif.org/hardware/D1', undefined, 'no-match'],
  ['onvif://www.onvif.org/profile', undefined, 'no-match'],
  ['onvif://www.onvif.org/location/country/china/beijing', undefined, 'no-match'],
  ['onvif://www.onvif.org/location/../name', undefined, 'no-match'],
  ['http://example.com/a', undefined, 'no-match'],
  ['http://www.onvif.org/name', undefined, 'no-match'],
  ['onvif:', undefined, 'no-match'],
  ['name/ARV-453', undefined, 'no-match'],
  ['', undefined, 'no-match'],
  ['onvif://www.onvif.org/name', rule('rfc3986'), 'match'],
  ['onvif://www.onvif.org/name', rule('rfc2396'), 'match'],
  [`URN:UUID:${uuid.toUpperCase()}`, rule('uuid'), 'match'],
  [`uuid:${uuid}`, rule('uuid'), 'match'],
  [`urn:uuid:${uuid.replace('0b', '0c')}`, rule('uuid'), 'no-match'],
  ['urn:uuid:0b3b1d8f', rule('uuid'), 'no-match'],
  ['ldap://example.com/OU=site, o=firm', rule('ldap'), 'match'],
  ['ldap://example.com/ou=Other,o=Firm', rule('ldap'), 'no-match'],
  ['ldap://example.com/%ff', rule('ldap'), 'no-match'],
  ['onvif://www.onvif.org/name/ARV-453', rule('strcmp0'), 'match'],
  ['onvif://www.onvif.org/name', rule('strcmp0'), 'no-match'],
  ['onvif://www.onvif.org/name', rule('soundex'), 'unknown-rule'],
];

for (const [asked, matchBy, verdict] of rows) {
  scopes(`${asked || '(empty)'} by ${matchBy?.split('/').at(-1) ?? 'the default rule'}: ${verdict}`, () => {
    assert.is(matchScopes([asked], own, matchBy), verdict);
  });
}

scopes('wants every scope that was asked for, and none when none was', () => {
  const [profile = '', hardware = ''] = own;
  assert.is(matchScopes([profile, hardware], own), 'match');
  assert.is(matchScopes([profile, 'onvif://www.onvif.org/name/Other'], own), 'no-match');
  assert.is(matchScopes([], own), 'match');
});

scopes('gives a verdict for whatever text comes', () => {
  const rules = fc.constantFrom(undefined, 'rfc3986', 'uuid', 'ldap', 'strcmp0');
  const texts = fc.array(fc.string({ maxLength: 60 }), { maxLength: 4 });
  fc.assert(
    fc.property(texts, texts, rules, (asked, having, name) => {
      const verdict = matchScopes(asked, having, name === undefined ? undefined : rule(name));
      return verdict === 'match' || verdict === 'no-match';
    }),
  );
});

scopes.run();
