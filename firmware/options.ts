import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { boards } from '../hal/boards/catalogue.ts';

/** Options of a camera's run. */
export interface RunOptions {
  readonly data: string;
  /** 0 = any free port. */
  readonly httpPort: number;
  readonly rtspPort: number;
  /** undefined = no TLS there. */
  readonly httpsPort: number | undefined;
  readonly rtspsPort: number | undefined;
  /** Files in PEM; undefined = the device makes a certificate of its own. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** Mbit/s of a large frame to one UDP client; 0 = at once. */
  readonly pacing: number;
  readonly address: string | undefined;
  readonly board: string;
  /** YAML or JSON; undefined = `board.yaml` in the data folder, where there is one. */
  readonly boardFile: string | undefined;
  /** The first administrator; without password one is asked for or made. */
  readonly admin: { readonly name: string; readonly password: string | undefined } | undefined;
  /** Folder with `vedette.yaml`, the presets of this device; undefined = the data folder. */
  readonly presets: string | undefined;
  readonly json: boolean;
  /** Permits notifications and event brokers at addresses of the camera itself, loopback and link-local. */
  readonly localReceivers: boolean;
  /** Event brokers also get what Home Assistant needs to find the camera. */
  readonly homeAssistant: boolean;
  /** Browsers that open the page over HTTP are sent to HTTPS, while that is on. */
  readonly httpsRedirect: boolean;
}

/** Mistake on the command line, with a message for the person who typed it. */
export class UsageError extends Error {}

export const usage: string = `Usage: scripts/run [options]
  --data DIR               where settings live
  --http-port N            ONVIF and snapshots (8080; 0 = any free port)
  --rtsp-port N            RTSP (8554; 0 = any free port)
  --https-port N           the same as on the HTTP port, over TLS (off)
  --rtsps-port N           RTSP over TLS (off)
  --tls-certificate FILE   certificate in PEM, instead of one that the camera makes for itself
  --tls-key FILE           its private key in PEM
  --pacing MBIT            speed of a large picture to one UDP client in Mbit/s (100; 0 = at once; never on loopback)
  --address A              serve and announce this address only
  --board NAME             ${Object.keys(boards).join(', ')}
  --board-file FILE        what differs from the board, YAML or JSON (board.yaml in DIR, where there is one)
  --presets DIR            folder with vedette.yaml, facts of this device that are taken once (DIR of --data)
  --admin NAME[:PASSWORD]  creates the first administrator
  --local-receivers        events may be sent to loopback, link-local and the camera's own addresses (never)
  --home-assistant         event brokers also get the discovery messages of Home Assistant (off)
  --https-redirect         browsers that open the page over HTTP are sent to HTTPS, while that is on (off)
  --json                   one line of JSON on standard output once ready
`;

function port(text: string, option: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new UsageError(`${option} must be a port number, 0 to 65535`);
  return value;
}

function megabits(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 10_000) throw new UsageError('--pacing must be 0 to 10000 Mbit/s');
  return value;
}

function optionalPort(text: string | undefined, option: string): number | undefined {
  return text === undefined ? undefined : port(text, option);
}

function optionalPath(text: string | undefined): string | undefined {
  return text === undefined ? undefined : resolve(text);
}

function certificateFiles(certificate: string | undefined, key: string | undefined): RunOptions['tls'] {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new UsageError('--tls-certificate and --tls-key belong together');
  return { certificate: resolve(certificate), key: resolve(key) };
}

function administrator(text: string | undefined, environment: NodeJS.ProcessEnv): RunOptions['admin'] {
  const given = text ?? environment.VEDETTE_ADMIN;
  if (given === undefined || given === '') return undefined;
  const colon = given.indexOf(':');
  const fromEnvironment = text === undefined || colon < 0 ? environment.VEDETTE_ADMIN_PASSWORD : undefined;
  if (colon < 0) return { name: given, password: fromEnvironment };
  return { name: given.slice(0, colon), password: given.slice(colon + 1) };
}

function stateFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'vedette');
}

/** Throws UsageError. */
export function parseOptions(words: readonly string[], environment: NodeJS.ProcessEnv): RunOptions | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    data: text,
    'http-port': text,
    'rtsp-port': text,
    'https-port': text,
    'rtsps-port': text,
    'tls-certificate': text,
    'tls-key': text,
    pacing: text,
    address: text,
    board: text,
    'board-file': text,
    admin: text,
    presets: text,
    json: flag,
    'local-receivers': flag,
    'home-assistant': flag,
    'https-redirect': flag,
    help: flag,
  };
  let values: Partial<Record<keyof typeof options, string | boolean>>;
  try {
    values = parseArgs({ args: [...words], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help === true) return 'help';
  const string = (name: keyof typeof options): string | undefined => values[name] as string | undefined;
  const isSecure = string('https-port') !== undefined || string('rtsps-port') !== undefined;
  if (string('tls-certificate') !== undefined && !isSecure)
    throw new UsageError('--tls-certificate is for --https-port or --rtsps-port: give one of them too');
  const board = string('board') ?? 'virtual';
  if (!Object.hasOwn(boards, board))
    throw new UsageError(`there is no board ${board}; there are: ${Object.keys(boards).join(', ')}`);
  return {
    data: resolve(string('data') ?? stateFolder(environment)),
    httpPort: port(string('http-port') ?? '8080', '--http-port'),
    rtspPort: port(string('rtsp-port') ?? '8554', '--rtsp-port'),
    httpsPort: optionalPort(string('https-port'), '--https-port'),
    rtspsPort: optionalPort(string('rtsps-port'), '--rtsps-port'),
    tls: certificateFiles(string('tls-certificate'), string('tls-key')),
    pacing: megabits(string('pacing') ?? '100'),
    address: string('address'),
    board,
    boardFile: optionalPath(string('board-file')),
    admin: administrator(string('admin'), environment),
    presets: optionalPath(string('presets')),
    json: values.json === true,
    localReceivers: values['local-receivers'] === true,
    homeAssistant: values['home-assistant'] === true,
    httpsRedirect: values['https-redirect'] === true,
  };
}
