import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** What the owner of many cameras wants of each, as `docs/fleet.yaml` shows. */
export interface FleetFacts {
  /** Metrics for Prometheus at /metrics, for whoever has the token. */
  readonly metrics?: { readonly token: string };
  /** Receiver of the log. */
  readonly syslog?: SyslogReceiver;
}

/** Receiver of syslog messages. @internal */
export interface SyslogReceiver {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Certificates in PEM that the receiver's is checked against; absent = those that Node.js trusts. */
  readonly ca?: string;
}

/** Ports of syslog over TCP and over TLS (RFC 6587, RFC 5425). */
const usualPorts: Readonly<Record<string, number>> = { 'tcp:': 601, 'tls:': 6514 };

const receiver = z.string().refine((text) => URL.canParse(text) && new URL(text).protocol in usualPorts, {
  message: 'tcp://HOST:PORT or tls://HOST:PORT',
});

const schema = z.strictObject({
  metrics: z.strictObject({ token: z.string().min(16).max(256) }).exactOptional(),
  syslog: z.strictObject({ url: receiver, ca: z.string().exactOptional() }).exactOptional(),
});

async function receiverOf(url: string, ca: string | undefined, folder: string): Promise<SyslogReceiver> {
  const { protocol, hostname, port } = new URL(url);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (usualPorts[protocol] ?? 0) : Number(port),
    secure: protocol === 'tls:',
    ...(ca !== undefined && { ca: await readFile(isAbsolute(ca) ? ca : join(folder, ca), 'utf8') }),
  };
}

/** Facts of the owner's file. Rejects with a message for people. */
export async function readFleetFile(file: string, text: string): Promise<FleetFacts> {
  const { success, data, error } = schema.safeParse(parse(text) ?? {});
  if (!success) throw new Error(`${file} is not understood: ${z.prettifyError(error)}`);
  const { metrics, syslog } = data;
  return {
    ...(metrics && { metrics }),
    ...(syslog && { syslog: await receiverOf(syslog.url, syslog.ca, dirname(file)) }),
  };
}
