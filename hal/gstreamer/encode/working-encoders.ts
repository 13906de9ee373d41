import type { Logger } from 'pino';
import type { Board } from '../../boards/board.ts';
import type { VideoEncoder, VideoFormat } from '../../codecs/encoder.ts';
import { usableCapabilities } from '../../codecs/usable-capabilities.ts';
import { videoFormats } from '../../codecs/video-formats.ts';
import type { VideoCodec, VideoEncoderCapabilities } from '../../ports/media-engine.ts';
import type { CameraOutput } from '../capture/camera-driver.ts';
import { installedEncoders } from './encoder-choice.ts';
import { probeEncoder } from './encoder-probe.ts';

interface ProbeListener {
  readonly log: Logger;
  /** Called for an installed element that cannot encode: streams that wait for it need another one. */
  readonly onFailure: (element: string, reason: string) => void;
}

/** Finds the first encoder of a codec that encodes a frame; null when none can, undefined when one may only be slow. @internal */
export async function firstWorking(
  format: VideoFormat,
  elements: readonly string[] | undefined,
  { log, onFailure }: ProbeListener,
): Promise<VideoEncoder | null | undefined> {
  let late = false;
  const candidates = installedEncoders(format.encoders, elements);
  for (const encoder of candidates) {
    const failure = await probeEncoder(format, encoder);
    if (failure === undefined) return encoder;
    const { reason } = failure;
    late ||= failure.late;
    log.warn({ codec: format.codec, element: encoder.element, reason }, 'encoder is installed but does not work');
    // The last candidate may only be slow: streams keep waiting for it.
    if (!failure.late || encoder !== candidates.at(-1)) onFailure(encoder.element, reason);
  }
  log.warn({ codec: format.codec }, 'no encoder of the codec works');
  return late ? undefined : null;
}

/**
 * Tries the encoders of a board one after the other in the background; resolves with the capabilities that work.
 * @param outputs formats that the cameras deliver: a codec that all of them deliver needs no encoder
 */
export async function findWorkingEncoders(
  board: Board,
  outputs: readonly CameraOutput[],
  listener: ProbeListener,
): Promise<readonly VideoEncoderCapabilities[]> {
  const found = new Map<VideoCodec, VideoEncoder | null | undefined>();
  for (const { codec } of board.encoders.filter((one) => outputs.some((output) => output !== one.codec)))
    found.set(codec, await firstWorking(videoFormats[codec], board.encoderElements?.[codec], listener));
  return usableCapabilities(board.encoders, (codec) => found.get(codec));
}
