import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../firmware/temporary-folder.ts';

interface CertificateWish {
  readonly issuer: string;
  readonly ca: boolean;
  readonly kind: 'ec' | 'rsa';
  readonly usage: 'clientAuth' | 'serverAuth';
}

const keys = { ec: 'ec -pkeyopt ec_paramgen_curve:P-256', rsa: 'rsa:2048' } as const;

/** Files of one test, and OpenSSL's program over them. */
export class OpenSsl {
  readonly folder: string = temporaryFolder();

  /** Runs a command whose words have no blanks. */
  run(command: string): string {
    return execFileSync('openssl', command.split(' '), {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  write(name: string, bytes: Uint8Array | string): void {
    writeFileSync(join(this.folder, name), bytes);
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name));
  }

  /** Makes `name.key`, `name.pem` and `name.der`: a certificate, signed by `issuer` or by itself. */
  certificate(name: string, { issuer, ca = false, kind = 'ec', usage }: Partial<CertificateWish> = {}): Buffer {
    const request = `req -newkey ${keys[kind]} -nodes -keyout ${name}.key -subj /CN=${name} -out ${name}.csr`;
    this.run(request);
    const use = usage === undefined ? '' : `extendedKeyUsage=${usage}\n`;
    this.write('extensions', `basicConstraints=critical,CA:${ca ? 'TRUE' : 'FALSE'}\n${use}`);
    const signer =
      issuer === undefined ? `-signkey ${name}.key` : `-CA ${issuer}.pem -CAkey ${issuer}.key -CAcreateserial`;
    this.run(`x509 -req -in ${name}.csr ${signer} -days 30 -extfile extensions -out ${name}.pem`);
    this.run(`x509 -in ${name}.pem -outform DER -out ${name}.der`);
    return this.read(`${name}.der`);
  }

  /** A PKCS#12 file of `name.key` and `name.pem`, with the certificates of issuers behind it. */
  pkcs12(name: string, passphrase: string, issuers: readonly string[] = [], options = ''): Buffer {
    this.write('chain.pem', issuers.map((issuer) => String(this.read(`${issuer}.pem`))).join(''));
    const chain = issuers.length === 0 ? '' : ' -certfile chain.pem';
    const files = `-inkey ${name}.key -in ${name}.pem${chain} -out ${name}.p12 -passout pass:${passphrase}`;
    this.run(`pkcs12 -export ${files} ${options}`.trim());
    return this.read(`${name}.p12`);
  }

  /** A revocation list of an authority with the certificates named, also as `list.pem` and `list.der`. */
  revocationList(issuer: string, revoked: readonly string[] = []): Buffer {
    this.write('index', '');
    this.write('number', '01\n');
    const settings = ['database=index', 'crlnumber=number', 'default_md=sha256', 'default_crl_days=30'];
    this.write('ca.conf', `[ca]\ndefault_ca=authority\n[authority]\n${settings.join('\n')}\n`);
    const signer = `-config ca.conf -cert ${issuer}.pem -keyfile ${issuer}.key`;
    for (const name of revoked) this.run(`ca ${signer} -revoke ${name}.pem`);
    this.run(`ca ${signer} -gencrl -out list.pem`);
    this.run('crl -in list.pem -outform DER -out list.der');
    return this.read('list.der');
  }
}
