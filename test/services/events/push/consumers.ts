import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { XmlElement } from '../../../../services/schema/xml-element.ts';
import { openEnvelope } from '../../../../services/soap/envelope.ts';
import { parseXml } from '../../schema/parse-xml.ts';

/** A Notify as it came to a consumer. */
interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Consumer of notifications: an HTTP server that keeps what it gets, and answers with `status`. */
export class ConsumerServer {
  readonly received: Received[] = [];
  status = 204;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<ConsumerServer> {
    let answer: RequestListener = () => undefined;
    const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    const consumer = new ConsumerServer(server);
    answer = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const { url = '', headers } = request;
        consumer.received.push({ path: url, headers, text: Buffer.concat(chunks).toString() });
        response.writeHead(consumer.status, { Location: '/elsewhere' }).end();
      });
    };
    await once(server, 'listening');
    return consumer;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `DigitalInput Initialized In1` for each message so far. */
  get told(): readonly string[] {
    return this.received.flatMap(({ text }) => messagesOf(text));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function within(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((at, local) => at?.children.find((one) => one.local === local), element);
}

/** Short text of each NotificationMessage in a Notify. */
function messagesOf(text: string): readonly string[] {
  const { message } = openEnvelope(parseXml(text));
  return message.children.map((holder) => {
    const topic = within(holder, 'Topic')?.text.split('/').at(-1);
    const inner = within(holder, 'Message', 'Message');
    const operation = inner?.attributes.find(({ local }) => local === 'PropertyOperation')?.value;
    const items = (inner?.children ?? []).flatMap(({ children }) => children);
    const values = items.map(({ attributes }) => attributes.find(({ local }) => local === 'Value')?.value);
    return [topic, operation, ...values].filter((one) => one !== undefined).join(' ');
  });
}
