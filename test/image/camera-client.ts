import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { soap } from '../firmware/soap-client.ts';
import { RtspClient } from '../services/rtsp/rtsp-client.ts';

/** Account of the client. */
interface Account {
  readonly name: string;
  readonly password: string;
}

/** Answer to an upload. */
interface UploadReply {
  readonly status: number;
  readonly text: string;
}

/** Ports of this machine at which the camera is reached. */
interface Ports {
  readonly http: number;
  readonly rtsp: number;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Authorization of a POST for a challenge with MD5 (RFC 7616). */
function authorization(challenges: string, uri: string, { name, password }: Account): string {
  const challenge = challenges.split(/,\s*(?=Digest )/).find((one) => !one.includes('SHA-256')) ?? '';
  const value = (key: string): string => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const secret = md5(`${name}:${value('realm')}:${password}`);
  const response = md5(`${secret}:${value('nonce')}:00000001:story:auth:${md5(`POST:${uri}`)}`);
  return `Digest username="${name}", realm="${value('realm')}", nonce="${value('nonce')}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="story"`;
}

async function textOf(reply: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of reply.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** A client of the camera's ONVIF services, from outside. */
export class CameraClient {
  readonly #ports: Ports;
  readonly account: Account;

  constructor(ports: Ports, account: Account) {
    this.#ports = ports;
    this.account = account;
  }

  /** Calls the device service; throws for a fault. */
  async device(message: string, anonymous = false): Promise<string> {
    const { name, password } = this.account;
    const url = `http://127.0.0.1:${this.#ports.http}/onvif/device_service`;
    const { status, text } = await soap(url, message, anonymous ? undefined : [name, password]);
    if (status !== 200) throw new Error(`${message.slice(0, 60)}: ${status} ${text.slice(0, 400)}`);
    return text;
  }

  /** Value of an element in an answer. */
  async value(message: string, element: string): Promise<string> {
    return new RegExp(`<(?:\\w+:)?${element}>([^<]*)<`).exec(await this.device(message))?.[1] ?? '';
  }

  /** Last lines of the camera's log. */
  async log(): Promise<string> {
    const text = await this.device('<tds:GetSystemLog><tds:LogType>System</tds:LogType></tds:GetSystemLog>');
    return (/String>([^<]*)</.exec(text)?.[1] ?? text).slice(-4000);
  }

  version(): Promise<string> {
    return this.value('<tds:GetDeviceInformation/>', 'FirmwareVersion');
  }

  async #streamUri(): Promise<string> {
    const { name, password } = this.account;
    const url = `http://127.0.0.1:${this.#ports.http}/onvif/media_service`;
    const profiles = await soap(url, '<trt:GetProfiles/>', [name, password]);
    const token = /Profiles [^>]*token="([^"]*)"/.exec(profiles.text)?.[1] ?? '';
    const setup =
      '<trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></trt:StreamSetup>';
    const ask = `<trt:GetStreamUri>${setup}<trt:ProfileToken>${token}</trt:ProfileToken></trt:GetStreamUri>`;
    const { text } = await soap(url, ask, [name, password]);
    const uri = /Uri>(rtsp:[^<]*)</.exec(text)?.[1];
    if (uri === undefined) throw new Error(`GetStreamUri: ${text.slice(0, 400)}`);
    return `rtsp://127.0.0.1:${this.#ports.rtsp}${new URL(uri).pathname}`;
  }

  /** Plays the first profile until so many packets have come. */
  async play(packets: number): Promise<void> {
    const uri = await this.#streamUri();
    const client = await RtspClient.open(this.#ports.rtsp, this.account);
    try {
      await client.playInterleaved(uri);
      while (client.packets.filter(({ channel }) => channel === 0).length < packets) {
        if (client.closed) throw new Error('RTSP was closed');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    } finally {
      client.close();
    }
  }

  #post(url: URL, headers: Readonly<Record<string, string | number>>): ReturnType<typeof request> {
    return request(url, {
      method: 'POST',
      agent: false,
      headers: { 'Content-Type': 'application/octet-stream', ...headers },
    });
  }

  /**
   * Asks for an upgrade and uploads a bundle.
   * @param cutAfter bytes after which the client is gone
   */
  async upgrade(bundle: string, cutAfter?: number): Promise<UploadReply> {
    const url = new URL(await this.value('<tds:StartFirmwareUpgrade/>', 'UploadUri'));
    const asking = this.#post(url, { 'Content-Length': 0 }).end();
    const [asked] = (await once(asking, 'response')) as [IncomingMessage];
    await textOf(asked);
    const Authorization = authorization(asked.headers['www-authenticate'] ?? '', url.pathname, this.account);
    const sending = this.#post(url, { Authorization, 'Content-Length': statSync(bundle).size });
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    const file = createReadStream(bundle, cutAfter === undefined ? {} : { end: cutAfter - 1 });
    file.pipe(sending, { end: cutAfter === undefined });
    if (cutAfter !== undefined) {
      answered.catch(() => undefined);
      await once(file, 'close');
      sending.destroy();
      return { status: 0, text: '' };
    }
    const [reply] = await answered;
    return { status: reply.statusCode ?? 0, text: await textOf(reply) };
  }
}
