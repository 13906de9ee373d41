import { randomBytes } from 'node:crypto';
import type { Target, Transport } from '../bench/rtsp-load.ts';
import { pause, seconds } from './pause.ts';
import { Playing } from './playing.ts';
import { talk } from './talker.ts';
import { openTunnelGet } from './tunnel-wire.ts';
import { openSocket } from './wire.ts';

/** What a client is given for one life. */
interface Fate {
  readonly target: Target;
  readonly transport: Transport;
  readonly signal: AbortSignal;
}

/** How a life went; `played` counts packets. Throws where a well-behaved client was not served. */
interface Outcome {
  readonly played: number;
}

type Live = (fate: Fate) => Promise<Outcome>;

/** A client that plays when `live` is called and is let go of afterwards, whatever happens. */
async function withPlaying(
  fate: Fate,
  live: (client: Playing) => Promise<unknown>,
  how: 'end' | 'reset' = 'end',
): Promise<Outcome> {
  const client = await Playing.open(fate.target, fate.transport);
  try {
    await client.describe();
    // Some clients want the picture only, others audio and metadata too.
    await (Math.random() < 0.5 ? client.setUp() : client.setUpAll());
    await client.play();
    await live(client);
    if (client.packets() === 0) throw new Error('no packet came');
    return { played: client.packets() };
  } finally {
    client.close(how);
  }
}

const aWhile = (fate: Fate): Promise<void> => pause(seconds(2, 15), fate.signal);

const leaves: Live = (fate) =>
  withPlaying(fate, async (client) => {
    await aWhile(fate);
    await client.leave();
  });

const resets: Live = (fate) => withPlaying(fate, () => aWhile(fate), 'reset');

/** Closes the connection without a word; over UDP the session lives on until its reports stay away. */
const vanishes: Live = (fate) => withPlaying(fate, () => aWhile(fate));

const stalls: Live = (fate) =>
  withPlaying(fate, async (client) => {
    await pause(seconds(1, 3), fate.signal);
    client.talk.wire.pause();
    await pause(20, fate.signal);
    client.talk.wire.resume();
    await pause(seconds(1, 3), fate.signal);
    await client.leave();
  });

const crashesInSetup: Live = async ({ target, transport }) => {
  const client = await Playing.open(target, transport);
  try {
    await client.describe();
    const [uri = client.uri] = client.tracks('video');
    const text = client.talk.text('SETUP', uri, { Transport: client.transportHeader(0, 46_000) });
    client.talk.wire.write(text.slice(0, Math.floor(Math.random() * text.length)));
    return { played: 0 };
  } finally {
    client.close('reset');
  }
};

/** Set up, but PLAY is answered to nobody. */
const crashesInPlay: Live = async ({ target, transport }) => {
  const client = await Playing.open(target, transport);
  try {
    await client.describe();
    await client.setUp();
    client.talk.send('PLAY', client.uri, { Session: client.session });
    return { played: 0 };
  } finally {
    client.close('reset');
  }
};

/** Bytes of no protocol at all; the server may hang up as it likes. */
const sendsGarbage: Live = async ({ target, signal }) => {
  const socket = await openSocket(target.host, target.port);
  socket.resume();
  for (let times = 0; times < 5 && socket.writable; times += 1) {
    socket.write(randomBytes(Math.ceil(Math.random() * 5000)));
    await pause(seconds(0.1, 1), signal);
  }
  socket.destroy();
  return { played: 0 };
};

/** Plays well and sends garbage where reports are expected; after a while nonsense instead of a request. */
const playsWithGarbage: Live = (fate) =>
  withPlaying(fate, async (client) => {
    for (let times = 0; times < 20; times += 1) {
      const bytes = randomBytes(Math.ceil(Math.random() * 1400));
      bytes[0] = (bytes[0] ?? 0) | 0x80;
      const [rtp, rtcp] = client.serverPorts;
      if (client.datagrams === undefined) client.talk.sendInterleaved(Math.floor(Math.random() * 8), bytes);
      else if (rtcp !== 0) {
        client.datagrams.sendRtcp(bytes, rtcp, client.host);
        client.datagrams.sendRtp(bytes, rtp, client.host);
      }
      await pause(seconds(0.1, 0.3), fate.signal);
    }
    client.talk.wire.write(`${randomBytes(200).toString('latin1')}\r\n\r\n`);
  });

/** A tunnel whose other half never comes. */
const neverMeets: Live = async ({ target, signal }) => {
  const get = await openTunnelGet(target, randomBytes(11).toString('hex'));
  get.resume();
  await pause(seconds(1, 12), signal);
  get.destroy();
  return { played: 0 };
};

/** A row of the crowd: how it lives, how often, and over what. */
export interface Life {
  readonly live: Live;
  readonly weight: number;
  /** undefined = any. */
  readonly over?: readonly Transport[];
  /** It does all that the standard asks of it: a server that does not serve it is at fault. */
  readonly wellBehaved: boolean;
}

const streams = ['tcp', 'websocket', 'http', 'rtsps', 'wss', 'https'] as const;

export const lives: Readonly<Record<string, Life>> = {
  leaves: { live: leaves, weight: 8, wellBehaved: true },
  resets: { live: resets, weight: 3, wellBehaved: true },
  vanishes: { live: vanishes, weight: 2, wellBehaved: true },
  stalls: { live: stalls, weight: 3, over: streams, wellBehaved: false },
  'crashes in SETUP': { live: crashesInSetup, weight: 2, wellBehaved: false },
  'crashes in PLAY': { live: crashesInPlay, weight: 1, wellBehaved: false },
  'sends garbage': { live: sendsGarbage, weight: 1, over: streams, wellBehaved: false },
  'plays with garbage': {
    live: playsWithGarbage,
    weight: 1,
    over: ['udp', 'tcp', 'websocket', 'http'],
    wellBehaved: false,
  },
  'never meets': { live: neverMeets, weight: 1, over: ['http'], wellBehaved: false },
  talks: { live: talk, weight: 2, over: ['udp', 'tcp', 'websocket', 'http'], wellBehaved: false },
};
