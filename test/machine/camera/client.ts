import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import * as assert from 'uvu/assert';
import { type SoapReply, soap } from '../../firmware/soap-client.ts';

export const admin = 'admin';
export const password: string = `guest-${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 12)}`;

const timeOf =
  /<tt:UTCDateTime>.*?<tt:Hour>(\d+).*?<tt:Minute>(\d+).*?<tt:Second>(\d+).*?<tt:Year>(\d+).*?<tt:Month>(\d+).*?<tt:Day>(\d+)/;

/** A client of the camera at an address. */
export class Client {
  host: string;
  port = 80;
  /** Milliseconds by which the camera's clock is ahead of ours, as clients learn it before they log in. */
  ahead = 0;

  constructor(host: string) {
    this.host = host;
  }

  get url(): string {
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    return `http://${host}:${this.port}/onvif/device_service`;
  }

  /** Time of the camera, in milliseconds since 1970; whole seconds. */
  async time(): Promise<number> {
    const { text } = await soap(this.url, '<tds:GetSystemDateAndTime/>');
    const [hour = 0, minute = 0, second = 0, year = 0, month = 0, day = 0] = (timeOf.exec(text) ?? [])
      .slice(1)
      .map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  async learnTime(): Promise<void> {
    this.ahead = (await this.time()) - Date.now();
  }

  send(message: string, path = '/onvif/device_service'): Promise<SoapReply> {
    return soap(this.url.replace('/onvif/device_service', path), message, [admin, password], this.ahead);
  }

  async ask(message: string, path?: string): Promise<string> {
    const { status, text } = await this.send(message, path);
    assert.is(status, 200, text.replace(/^.*<s:Body>/s, ''));
    return text;
  }

  async refused(message: string, fault: string): Promise<void> {
    const { status, text } = await this.send(message);
    assert.is.not(status, 200, message);
    assert.match(text, fault);
  }
}

/** First line of an answer; empty where the connection is closed or refused. */
export async function firstLine(
  to: { readonly host: string; readonly port: number; readonly from?: string; readonly tls?: boolean },
  request: string,
): Promise<string> {
  const options = { host: to.host, port: to.port, ...(to.from !== undefined && { localAddress: to.from }) };
  const socket = to.tls === true ? connectTls({ ...options, rejectUnauthorized: false }) : connect(options);
  let text = '';
  socket.setTimeout(5_000, () => socket.destroy());
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.on(to.tls === true ? 'secureConnect' : 'connect', () => socket.write(request));
  await new Promise((resolve) => socket.once('close', resolve));
  return text.split('\r\n')[0] ?? '';
}

export const webRequest = 'GET /nothing HTTP/1.1\r\nHost: camera\r\n\r\n';
export const rtspRequest = 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n';
