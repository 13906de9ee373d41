/** Requests read, answers to all senders and answers to one address in a second. Bursts may be twice as long. */
const rate = { read: 200, all: 100, each: 20 };
/** Senders and messages remembered. */
const maximumRemembered = 256;
/** Milliseconds in which a MessageID is a repetition: repeated datagrams come within 0.5 s (SOAP-over-UDP), and some clients never change theirs. */
const repetitionWindow = 2000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

function take(bucket: Bucket | undefined, perSecond: number, now: number): Bucket | undefined {
  const full = perSecond * 2;
  const tokens = bucket === undefined ? full : Math.min(full, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
  return tokens < 1 ? undefined : { tokens: tokens - 1, at: now };
}

/** Keeps the newest entries of an insertion-ordered table. */
function remember<Value>(table: Map<string, Value>, key: string, value: Value): void {
  table.delete(key);
  table.set(key, value);
  const oldest = table.keys().next();
  if (table.size > maximumRemembered && oldest.done !== true) table.delete(oldest.value);
}

/** Bounds the requests that are read and the answers that are sent. */
interface RateLimit {
  /** True when one more datagram may be read. */
  mayRead(): boolean;
  /** True when the request may be answered: none twice, and not more than the rate. */
  mayAnswer(messageId: string, sender: { readonly address: string; readonly port: number }): boolean;
}

/** @param now monotonic milliseconds */
export function createRateLimit(now: () => number = () => performance.now()): RateLimit {
  const seen = new Map<string, number>();
  const senders = new Map<string, Bucket>();
  let allSenders: Bucket | undefined;
  let reading: Bucket | undefined;
  return {
    mayRead() {
      const left = take(reading, rate.read, now());
      reading = left ?? reading;
      return left !== undefined;
    },
    mayAnswer(messageId, { address, port }) {
      const at = now();
      const key = `${address} ${port} ${messageId}`;
      const before = seen.get(key);
      if (before !== undefined && at - before < repetitionWindow) return false;
      const sender = take(senders.get(address), rate.each, at);
      const all = sender && take(allSenders, rate.all, at);
      if (sender === undefined || all === undefined) return false;
      allSenders = all;
      remember(senders, address, sender);
      remember(seen, key, at);
      return true;
    },
  };
}
