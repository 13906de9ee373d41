import { audioFormats } from '../../codecs/audio-formats.ts';
import { addon } from '../../native/addon.ts';
import type { AudioDecoderFormat, AudioPlayback } from '../../ports/media-engine.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import { PipelineRunner, type PipelineRunnerOptions } from '../pipeline/pipeline-runner.ts';
import { PlaybackBound } from './playback-bound.ts';
import type { SpeakerPlan } from './speaker-drivers.ts';

/** Largest number of waiting packets (20 ms each): 1 s. */
const depth = 50;
/** Longest delay of a late packet, ms. */
const latency = 60;
/** Time (ms) without a failure after which a failed speaker counts as recovered. */
const steadyMilliseconds = 2000;
const rtpHeader = 12;
const longestPacket = 4096;

function rtpCaps(format: AudioDecoderFormat): string {
  const { rtpFields } = audioFormats[format.codec];
  const { payloadType, clockRate, channels } = format;
  const parameters = channels === 1 ? '' : `,encoding-params=(string)${channels}`;
  return (
    `application/x-rtp,media=audio,payload=${payloadType},clock-rate=${clockRate}${parameters},` +
    `${rtpFields(format)}`
  );
}

const channelOf = (name: string): string => `${name}/playback`;

/** Plan framesrc → jitter buffer → depayloader → decoder → volume → speaker. */
function playbackPlan(format: AudioDecoderFormat, speaker: SpeakerPlan, name: string): PipelinePlan {
  return {
    launch:
      'framesrc name=source ! rtpjitterbuffer name=jitter ' +
      `! ${audioFormats[format.codec].depayloader} ! audioconvert ! audioresample ! volume name=volume ` +
      `! capsfilter name=format ! ${speaker.launch}`,
    properties: {
      source: { channel: channelOf(name), depth, reports: name },
      jitter: { latency },
      format: { caps: `audio/x-raw,format=S16LE,channels=1,rate=${speaker.rate}` },
      ...speaker.properties,
    },
    ...(speaker.explain === undefined ? {} : { explain: speaker.explain }),
  };
}

/** Whether the packet has the format's payload type and a payload (RFC 3550 5.1). */
function isPacketOf(format: AudioDecoderFormat, packet: Uint8Array): boolean {
  const [first = 0, second = 0] = packet;
  const sources = 4 * (first & 15);
  return (
    first >> 6 === 2 &&
    (second & 127) === format.payloadType &&
    packet.length > rtpHeader + sources &&
    packet.length <= longestPacket
  );
}

function rtpTimeOf(packet: Uint8Array): number {
  return new DataView(packet.buffer, packet.byteOffset).getUint32(4);
}

interface PlaybackOptions extends Omit<PipelineRunnerOptions, 'plan'> {
  readonly format: AudioDecoderFormat;
  readonly speaker: SpeakerPlan;
  /** Factor of the amplitude. */
  readonly volume: () => number;
  readonly onClose: () => void;
}

/** Playback of one client on a speaker; the pipeline runs until it is closed. */
export class Playback implements AudioPlayback {
  readonly #options: PlaybackOptions;
  readonly #channel: string;
  readonly #caps: string;
  readonly #runner: PipelineRunner;
  readonly #bound: PlaybackBound;
  #steady: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PlaybackOptions) {
    const { format, speaker, name } = options;
    this.#options = options;
    this.#channel = channelOf(name);
    this.#caps = rtpCaps(format);
    this.#bound = new PlaybackBound(format.clockRate);
    this.#runner = new PipelineRunner({
      ...options,
      onEvent: (event) => {
        if (event.kind === 'pipeline-failed') clearTimeout(this.#steady);
        options.onEvent(event);
      },
      plan: (failures) => {
        if (failures > 0) this.#steady = setTimeout(() => this.#runner.alive(), steadyMilliseconds);
        const plan = playbackPlan(format, speaker, name);
        return { ...plan, properties: { ...plan.properties, volume: { volume: options.volume() } } };
      },
    });
    this.#runner.start();
  }

  push(packet: Uint8Array): void {
    if (this.#closed || !isPacketOf(this.#options.format, packet)) return;
    if (this.#bound.admits(rtpTimeOf(packet), performance.now() / 1000))
      addon.publish(this.#channel, this.#caps, packet);
  }

  /** Applies a changed level of the speaker. */
  applyVolume(): void {
    this.#runner.set('volume', { volume: this.#options.volume() });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#steady);
    this.#runner.stop();
    this.#options.onClose();
  }
}
