import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../until.ts';

/** User of the broker. */
export const brokerUser = { name: 'camera', password: 'broker password' } as const;

interface Ports {
  readonly mqtt: number;
  readonly mqtts: number;
  readonly ws: number;
  readonly wss: number;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function configuration(folder: string, { mqtt, mqtts, ws, wss }: Ports): string {
  const tls = `certfile ${folder}/broker.pem\nkeyfile ${folder}/broker.key\n`;
  const listener = (port: number, more: string): string => `listener ${port} 127.0.0.1\n${more}`;
  return [
    `user root\nallow_anonymous false\npassword_file ${folder}/users\npersistence false\nlog_dest stderr\nlog_type all\n`,
    listener(mqtt, ''),
    listener(mqtts, tls),
    listener(ws, 'protocol websockets\n'),
    listener(wss, `protocol websockets\n${tls}`),
  ].join('');
}

/** Debian's Mosquitto with a user, TCP and WebSocket listeners, plain and with TLS. */
export class MosquittoBroker {
  readonly ports: Ports;
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #log = '';

  private constructor(ports: Ports, folder: string) {
    this.ports = ports;
    this.#folder = folder;
  }

  static async open(): Promise<MosquittoBroker> {
    const folder = mkdtempSync(join(tmpdir(), 'vedette-mosquitto-'));
    const [mqtt, mqtts, ws, wss] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const run = promisify(execFile);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/broker.key`];
    await run('openssl', [
      'req',
      '-x509',
      ...key,
      '-out',
      `${folder}/broker.pem`,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-days',
      '2',
    ]);
    await run('mosquitto_passwd', ['-b', '-c', `${folder}/users`, brokerUser.name, brokerUser.password]);
    const ports = { mqtt, mqtts, ws, wss };
    writeFileSync(join(folder, 'mosquitto.conf'), configuration(folder, ports));
    const broker = new MosquittoBroker(ports, folder);
    await broker.start();
    return broker;
  }

  /** Certificate of the broker in DER, base64; it is its own issuer. */
  get certificate(): string {
    const text = readFileSync(join(this.#folder, 'broker.pem'), 'utf8');
    return text.replaceAll(/-----[^-]+-----|\s/g, '');
  }

  /** What the broker says about its clients. */
  get log(): string {
    return this.#log;
  }

  async start(): Promise<void> {
    const child = spawn('mosquitto', ['-c', join(this.#folder, 'mosquitto.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.#log += chunk.toString();
      });
    this.#child = child;
    await until(() => this.#log.includes('mosquitto version') && this.#log.includes('running'), 'the broker to run');
  }

  /** Ends the broker without a word to its clients; what it retained is lost. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#log = '';
    if (child === undefined || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** `mosquitto_sub` of a topic, with the messages it has got. */
export class MqttListener {
  readonly #child: ChildProcess;
  #output = '';

  constructor({ ports }: MosquittoBroker, topic: string, version = 'mqttv311') {
    const words = ['-h', '127.0.0.1', '-p', String(ports.mqtt), '-u', brokerUser.name, '-P', brokerUser.password];
    // Retained, topic, payload.
    const form = ['-V', version, '-t', topic, '-q', '1', '-F', '%r %t %p'];
    this.#child = spawn('mosquitto_sub', [...words, ...form], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString();
    });
  }

  /** Lines `RETAINED TOPIC PAYLOAD`. */
  get lines(): readonly string[] {
    return this.#output.split('\n').filter((line) => line !== '');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill();
    await once(this.#child, 'exit');
  }
}
