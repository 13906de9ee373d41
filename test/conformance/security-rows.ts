import type { Chapter } from './row.ts';

const always = 'mandatory';

/** ONVIF Security: keystore and TLS server. */
export const securityChapters: readonly Chapter[] = [
  {
    title: 'Security',
    rows: [
      {
        id: 'SEC-01',
        feature: 'RSA and EC keys made aside, with status and events; private keys never leave',
        condition: always,
      },
      { id: 'SEC-02', feature: 'tns1:Advancedsecurity/Keystore/KeyStatus', condition: always },
      { id: 'SEC-03', feature: 'keys uploaded in PKCS#8', condition: 'with PKCS8' },
      { id: 'SEC-04', feature: 'referential integrity; passphrases', condition: always },
      { id: 'SEC-10', feature: 'self-signed certificates', condition: 'with SelfSignedCertificateCreation' },
      { id: 'SEC-11', feature: 'certification requests (PKCS#10) and their certificates', condition: 'with PKCS10' },
      { id: 'SEC-12', feature: 'certificates of others, whatever their dates', condition: always },
      { id: 'SEC-13', feature: 'certification paths', condition: 'with TLSServerSupported' },
      { id: 'SEC-14', feature: 'key, certificate and chain in PKCS#12', condition: 'with PKCS12' },
      { id: 'SEC-15', feature: 'files that ask for endless work, or are broken, change nothing', condition: always },
      {
        id: 'SEC-20',
        feature: 'certificates of the TLS server change without restart, under playing clients',
        condition: 'with TLSServerSupported',
      },
      { id: 'SEC-21', feature: 'versions of TLS', condition: 'with EnabledVersionsSupported' },
      {
        id: 'SEC-22',
        feature: 'client authentication, revocation lists and validation policies',
        condition: 'with TLSClientAuthSupported',
      },
      {
        id: 'SEC-23',
        feature: 'IEEE 802.1X configurations',
        condition: 'with MaximumNumberOfDot1XConfigurations',
        notOffered: 'the network of the machine is set up outside of the camera yet',
      },
      {
        id: 'SEC-24',
        feature: 'JSON web tokens, authorization servers, media signing',
        condition: 'optional',
        notOffered: 'users are those of the camera, and media is not signed',
      },
    ],
  },
];
