import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../places.ts';
import type { ConfiguredCamera } from './configured-camera.ts';
import { publicText } from './run-client.ts';

/** Values of SetHashingAlgorithm: one challenge for each algorithm, in this order. */
const challengeOrders = ['MD5', 'MD5 SHA-256', 'SHA-256 MD5', 'SHA-256'] as const;

/** Where a client logs in. */
export interface LoginTarget {
  /** Picture over HTTP, without credentials. */
  readonly picture: string;
  /** Device service, without credentials. */
  readonly service: string;
  /** RTSP, with credentials. */
  readonly stream: string;
  readonly user: string;
  readonly password: string;
}

/** A client that logs in with digest. Its program ends with 0 once it has what it asked for. */
interface LoginClient {
  readonly name: string;
  readonly protocol: 'HTTP' | 'RTSP';
  readonly program: string;
  readonly words: (target: LoginTarget) => readonly string[];
  /** Output of a client that has what it asked for, whatever its status says. */
  readonly played?: RegExp;
}

const urllib = `
import sys, urllib.request as u
url, user, word = sys.argv[1:]
store = u.HTTPPasswordMgrWithDefaultRealm()
store.add_password(None, url, user, word)
assert u.build_opener(u.HTTPDigestAuthHandler(store)).open(url).status == 200`;

const requests = `
import sys, requests
from requests.auth import HTTPDigestAuth
url, user, word = sys.argv[1:]
requests.get(url, auth=HTTPDigestAuth(user, word)).raise_for_status()`;

const phpCurl = `
[, $url, $user, $word] = $argv;
$c = curl_init($url);
curl_setopt_array($c, [CURLOPT_HTTPAUTH => CURLAUTH_DIGEST, CURLOPT_USERPWD => "$user:$word", CURLOPT_RETURNTRANSFER => true]);
curl_exec($c);
exit(curl_getinfo($c, CURLINFO_RESPONSE_CODE) === 200 ? 0 : 1);`;

const phpSoap = `
[, $url, $user, $word] = $argv;
$c = new SoapClient(null, ['location' => $url, 'uri' => 'urn:x', 'soap_version' => SOAP_1_2, 'login' => $user,
  'password' => $word, 'authentication' => SOAP_AUTHENTICATION_DIGEST, 'exceptions' => false]);
$s = 'http://www.w3.org/2003/05/soap-envelope';
$body = '<e:Envelope xmlns:e="' . $s . '"><e:Body><GetScopes xmlns="http://www.onvif.org/ver10/device/wsdl"/></e:Body></e:Envelope>';
exit(str_contains((string) $c->__doRequest($body, $url, '', SOAP_1_2), 'GetScopesResponse') ? 0 : 1);`;

type Words = LoginClient['words'];
const picture =
  (...before: readonly string[]): Words =>
  ({ picture: url, user, password }) => [...before, url, user, password];

const built = join(repositoryRoot, '.cache', 'peers');
const gsoapLogin = join(built, 'gsoap-login');

const loginClients: readonly LoginClient[] = [
  {
    name: 'curl',
    protocol: 'HTTP',
    program: 'curl',
    words: ({ picture: url, user, password }) => [
      '-sf',
      '-o',
      '/dev/null',
      '--digest',
      '-u',
      `${user}:${password}`,
      url,
    ],
  },
  {
    name: 'wget',
    protocol: 'HTTP',
    program: 'wget',
    words: ({ picture: url, user, password }) => [
      '-q',
      '-O',
      '/dev/null',
      `--user=${user}`,
      `--password=${password}`,
      url,
    ],
  },
  { name: 'Python urllib', protocol: 'HTTP', program: 'python3', words: picture('-c', urllib) },
  { name: 'Python requests', protocol: 'HTTP', program: 'python3', words: picture('-c', requests) },
  { name: 'PHP curl', protocol: 'HTTP', program: 'php', words: picture('-r', phpCurl, '--') },
  {
    name: 'PHP SoapClient',
    protocol: 'HTTP',
    program: 'php',
    words: ({ service, user, password }) => ['-r', phpSoap, '--', service, user, password],
  },
  {
    name: 'gSOAP (its plugin httpda)',
    protocol: 'HTTP',
    program: gsoapLogin,
    words: ({ service, user, password }) => [service, user, password],
  },
  {
    name: 'ffmpeg',
    protocol: 'RTSP',
    program: 'ffmpeg',
    words: ({ stream }) => ['-v', 'error', '-rtsp_transport', 'tcp', '-i', stream, '-frames:v', '1', '-f', 'null', '-'],
  },
  {
    name: 'GStreamer rtspsrc',
    protocol: 'RTSP',
    program: 'gst-launch-1.0',
    // rtspsrc now and then reports its own PAUSE at the end as an error: what counts is the end of the stream before it.
    played: /Got EOS/,
    words: ({ stream }) => [
      '-m',
      'rtspsrc',
      `location=${stream}`,
      'protocols=tcp',
      '!',
      'identity',
      'eos-after=5',
      '!',
      'fakesink',
    ],
  },
  {
    name: 'live555 (its rules, test/peers/clients/live555.ts)',
    protocol: 'RTSP',
    program: process.execPath,
    words: ({ stream }) => [new URL('./live555.js', import.meta.url).pathname, stream],
  },
];

/** `yes`, or why not. */
async function login(client: LoginClient, target: LoginTarget): Promise<string> {
  if (!existsSync(client.program) && client.program.startsWith('/')) return 'not installed';
  try {
    await promisify(execFile)(client.program, [...client.words(target)], { timeout: 60_000 });
    return 'yes';
  } catch (error) {
    const { code, message, stdout = '' } = error as { code?: unknown; message: string; stdout?: string };
    if (client.played?.test(stdout)) return 'yes';
    process.stderr.write(`${client.name}: ${publicText(message).slice(-200)}\n`);
    return code === 'ENOENT' ? 'not installed' : 'no';
  }
}

export type Logins = ReadonlyMap<LoginClient, readonly string[]>;

/** Lets every client log in under every order of challenges; MD5 alone, the default, is set again at the end. */
export async function runLogins(camera: ConfiguredCamera): Promise<Logins> {
  const source = join(repositoryRoot, 'test', 'peers', 'clients');
  execFileSync('make', ['-s', '-C', source, `BUILD=${built}`, gsoapLogin], { stdio: 'inherit' });
  const target = await camera.loginTarget();
  const results = new Map<LoginClient, string[]>(loginClients.map((client) => [client, []]));
  for (const order of [...challengeOrders, 'MD5'] as const) {
    await camera.call(`<tds:SetHashingAlgorithm><tds:Algorithm>${order}</tds:Algorithm></tds:SetHashingAlgorithm>`);
    for (const [client, row] of results) if (row.length < challengeOrders.length) row.push(await login(client, target));
  }
  return results;
}

/** The section of docs/clients.md. */
export function loginSection(results: Logins): string {
  const rows = [...results].map(([{ name, protocol }, row]) => `| ${[name, protocol, ...row].join(' | ')} |\n`);
  return `
## Logins by order of challenges

Which clients log in with HTTP or RTSP digest under each value of SetHashingAlgorithm: the camera sends one challenge for each
algorithm, in this order. MD5 alone is the default, because it serves every client. Clients that log in with WS-UsernameToken
(zeep, npm \`onvif\`, npm \`node-onvif\`) need no challenge.

| client | protocol | ${challengeOrders.join(' | ')} |
|---|---|${challengeOrders.map(() => '---|').join('')}
${rows.join('')}`;
}
