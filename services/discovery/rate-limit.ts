/** A second: requests read, answers to everybody, answers to one address. Short bursts may be twice that. */
const rate = { read: 200, all: 100, each: 20 };
/** Senders and messages remembered at most. */
const maximumRemembered = 256;
/** Milliseconds. Repetitions of one datagram come within half a second (SOAP-over-UDP); some clients use one MessageID for ever. */
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

/** Keeps a flood from taking the processor and us from flooding others. */
export interface Admission {
  /** True when one more datagram may be read. */
  read(): boolean;
  /** True when the request may be answered: none twice, and not more than the rate. */
  answer(messageId: string, sender: { readonly address: string; readonly port: number }): boolean;
}

/** @param now monotonic milliseconds */
export function createAdmission(now: () => number = () => performance.now()): Admission {
  const seen = new Map<string, number>();
  const senders = new Map<string, Bucket>();
  let everybody: Bucket | undefined;
  let reading: Bucket | undefined;
  return {
    read() {
      const left = take(reading, rate.read, now());
      reading = left ?? reading;
      return left !== undefined;
    },
    answer(messageId, { address, port }) {
      const at = now();
      const key = `${address} ${port} ${messageId}`;
      const before = seen.get(key);
      if (before !== undefined && at - before < repetitionWindow) return false;
      const sender = take(senders.get(address), rate.each, at);
      const all = sender && take(everybody, rate.all, at);
      if (sender === undefined || all === undefined) return false;
      everybody = all;
      remember(senders, address, sender);
      remember(seen, key, at);
      return true;
    },
  };
}
