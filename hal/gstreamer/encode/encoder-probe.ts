import { refusedControl } from '../../codecs/driver-controls.ts';
import type { VideoEncoder, VideoFormat } from '../../codecs/encoder.ts';
import { addon } from '../../native/addon.ts';
import { noOsd, type VideoEncoderState } from '../../ports/media-engine.ts';

/** Longest time (s) to the first encoded frame; a hanging driver gets one more second to report why. */
const patience = 2;

/** Number of input frames: some hardware returns the first frame only after several. */
const frames = 8;

const picture = { width: 640, height: 360, frameRate: 15 } as const;

/** Failure of an element to encode. */
interface ProbeFailure {
  readonly reason: string;
  /** Whether the element may only be slow: the machine may be busy at the start. */
  readonly late: boolean;
}

/** Results by element, kept for the life of the process, since the hardware does not change. */
const results = new Map<string, Promise<ProbeFailure | undefined>>();
const failures = new Map<string, ProbeFailure>();

function stateOf({ codec, defaultProfile }: VideoFormat, { abilities }: VideoEncoder): VideoEncoderState {
  const constantBitRate = abilities.rates.includes('constant');
  const rates = { bitrate: 1000, constantBitRate, govLength: 30, quality: 50 } as const;
  return { id: 'probe', source: 'probe', codec, ...picture, ...rates, profile: defaultProfile, osd: noOsd };
}

function inLaunch(values: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? `"${value}"` : value}`)
    .join('');
}

/** Launch text of the trial of an encoder. */
function probeLaunch(format: VideoFormat, encoder: VideoEncoder): string {
  const state = stateOf(format, encoder);
  const fields = format.defaultProfile === undefined ? '' : (encoder.profiles[format.defaultProfile] ?? '');
  const caps = [format.caps, fields].filter((part) => part !== '').join(',');
  const { width, height, frameRate } = picture;
  return (
    `videotestsrc num-buffers=${frames} ` +
    `! video/x-raw,format=I420,width=${width},height=${height},framerate=${frameRate}/1,pixel-aspect-ratio=1/1 ` +
    `! ${encoder.launch(state)}${inLaunch(encoder.settings(state))}${inLaunch(encoder.texts?.(state) ?? {})} ` +
    `! ${caps} ! ${format.parser === '' ? '' : `${format.parser} ! `}fakesink name=sink`
  );
}

/** Control that the driver of an encoder needs and does not take. */
function missingControl(format: VideoFormat, encoder: VideoEncoder, inForce: string | undefined): string | undefined {
  const controls = encoder.controls?.(stateOf(format, encoder)).filter(({ required }) => required);
  return inForce === undefined || controls === undefined ? undefined : refusedControl(controls, inForce);
}

async function probe(format: VideoFormat, encoder: VideoEncoder): Promise<ProbeFailure | undefined> {
  const reason = await new Promise<string>((resolve) => {
    const hung = setTimeout(() => resolve('it hangs'), (patience + 1) * 1000);
    addon.tryPipeline(probeLaunch(format, encoder), patience, (text, inForce) => {
      clearTimeout(hung);
      resolve(text === '' ? (missingControl(format, encoder, inForce) ?? '') : text);
    });
  });
  if (reason === '') return undefined;
  const failure = { reason, late: reason === 'it hangs' || reason === 'it delivers nothing in time' };
  failures.set(encoder.element, failure);
  return failure;
}

/** Resolves with the failure of an element to encode a frame, undefined when it can; each element is tried once. */
export function probeEncoder(format: VideoFormat, encoder: VideoEncoder): Promise<ProbeFailure | undefined> {
  const known = results.get(encoder.element) ?? probe(format, encoder);
  results.set(encoder.element, known);
  return known;
}

/** Known failure of an element; undefined for an element that works or was not tried. */
export function encoderFailure(element: string): ProbeFailure | undefined {
  return failures.get(element);
}
