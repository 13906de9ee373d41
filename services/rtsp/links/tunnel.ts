import type { Socket } from 'node:net';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import type { HandedConnection } from '../../plan/handed-connection.ts';
import { Base64Decoder } from './base64.ts';
import type { Link, LinkEnds, LinkEvents } from './link.ts';
import { LinkOutput, type OutputOptions } from './output.ts';
import { PostBody } from './post-body.ts';

/** POSTs that may be open at once. */
const postLimit = 4;

/**
 * RTSP tunnelled through HTTP by the rules of QuickTime (STR-05): replies and packets go out on the GET, requests come in
 * base64 on one POST or on several that follow one another. The end of the GET ends the tunnel; without POST it lasts as long
 * as its session.
 */
export class TunnelLink implements Link {
  readonly kind = 'tunnel';
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly secure: boolean;
  readonly #get: Socket;
  readonly #output: LinkOutput;
  readonly #posts = new Set<Socket>();
  #events: LinkEvents | undefined;
  #paused = false;

  constructor(get: Socket, ends: LinkEnds, options: Omit<OutputOptions, 'framing'>) {
    ({ remoteAddress: this.remoteAddress, localAddress: this.localAddress, secure: this.secure } = ends);
    this.#get = get;
    this.#output = new LinkOutput(get, { ...options, framing: 'none' }, () => this.close());
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  get takesRequests(): boolean {
    return this.#posts.size > 0;
  }

  get queuedBytes(): number {
    return this.#output.queuedBytes;
  }

  start(events: LinkEvents): void {
    this.#events = events;
    this.#get.setNoDelay(true);
    // A client says nothing on its GET; reading on is what notices its end.
    this.#get.on('data', () => undefined);
    this.#get.on('error', () => this.#get.destroy());
    this.#get.on('end', events.ended);
    this.#get.on('close', () => {
      this.close();
      events.closed();
    });
    this.#get.resume();
  }

  /** Adds a POST, with the bytes that were read behind its head; false when too many are open. */
  addPost(post: Socket, { head, length }: Pick<HandedConnection, 'head' | 'length'>): boolean {
    if (this.#posts.size >= postLimit) return false;
    this.#posts.add(post);
    const [body, decoder] = [new PostBody(length), new Base64Decoder()];
    const take = (chunk: Uint8Array): void => this.#take(() => decoder.decode(body.take(chunk)));
    post.on('data', take);
    post.on('error', () => post.destroy());
    post.on('end', () => post.destroy());
    post.on('close', () => this.#posts.delete(post));
    if (head.length > 0) take(head);
    if (this.#paused) post.pause();
    else post.resume();
    return true;
  }

  pause(): void {
    this.#paused = true;
    for (const post of this.#posts) post.pause();
  }

  resume(): void {
    this.#paused = false;
    for (const post of this.#posts) post.resume();
  }

  send(bytes: Uint8Array): boolean {
    return this.#output.send(bytes);
  }

  adopt(): Promise<StreamConnection> {
    return this.#output.adopt();
  }

  close(): void {
    for (const post of this.#posts) post.destroy();
    this.#output.close();
  }

  #take(read: () => Buffer): void {
    let bytes: Buffer;
    try {
      bytes = read();
    } catch {
      this.#events?.ended();
      return;
    }
    if (bytes.length > 0) this.#events?.data(bytes);
  }
}
