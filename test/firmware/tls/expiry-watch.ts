import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ExpiryWatch } from '../../../firmware/tls/expiry-watch.ts';
import { ecdsaSha256, now, securityUnderTest } from '../../services/security/security-under-test.ts';

const expiry = suite('expiry of the TLS certificate');
const day = 24 * 3_600_000;

const rows: readonly (readonly [days: number, warning: RegExp | undefined])[] = [
  [-1, /has expired/],
  [3, /expires soon/],
  [29, /expires soon/],
  [40, undefined],
];

for (const [days, warning] of rows) {
  expiry(
    `${warning === undefined ? 'no warning' : 'a warning'} of a certificate that ends in ${days} days`,
    async () => {
      const device = securityUnderTest();
      const told: string[] = [];
      const log = { warn: (_fields: object, text: string) => void told.push(text) };
      const watch = new ExpiryWatch({ tls: device.tls, now: () => now, log: log as never });
      watch.start();
      assert.equal(told, []);
      const { CertificateID } = await device.call('CreateSelfSignedCertificate', {
        ...{ Subject: { CommonName: ['camera'] }, KeyID: await device.ecKey(), SignatureAlgorithm: ecdsaSha256 },
        ...{ notValidBefore: new Date(now - 100 * day), notValidAfter: new Date(now + days * day + 1000) },
      });
      const path = await device.call('CreateCertificationPath', { CertificateIDs: { CertificateID: [CertificateID] } });
      await device.call('AddServerCertificateAssignment', path);
      assert.is(told.length, warning === undefined ? 0 : 1);
      if (warning !== undefined) assert.match(told[0] ?? '', warning);
      watch.stop();
    },
  );
}

expiry.run();
