import { createRequire } from 'node:module';

/** The part of npm node-onvif that the peer test calls; the package ships no types. */
interface NodeOnvifProfile {
  readonly token: string;
  readonly snapshot: string;
  readonly video: { readonly encoder: { readonly resolution: { readonly width: number; readonly height: number } } };
}

type PtzCall = (words: object) => Promise<{ readonly data: unknown }>;

interface NodeOnvifPtz {
  readonly getStatus: PtzCall;
  readonly getPresets: PtzCall;
  readonly setPreset: PtzCall;
  readonly gotoPreset: PtzCall;
  readonly removePreset: PtzCall;
  readonly gotoHomePosition: PtzCall;
  readonly absoluteMove: PtzCall;
}

export interface NodeOnvifDevice {
  init(): Promise<{ readonly Manufacturer: string; readonly SerialNumber: string }>;
  getProfileList(): readonly NodeOnvifProfile[];
  getUdpStreamUrl(): string;
  fetchSnapshot(): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }>;
  ptzMove(words: { speed: { x: number; y: number; z: number }; timeout: number }): Promise<void>;
  ptzStop(): Promise<unknown>;
  readonly services: {
    readonly events: { getEventProperties(): Promise<{ readonly data: unknown }> } | null;
    readonly ptz: NodeOnvifPtz | null;
  };
}

interface NodeOnvif {
  readonly OnvifDevice: new (options: { xaddr: string; user: string; pass: string }) => NodeOnvifDevice;
}

const load = createRequire(import.meta.url);

export const nodeOnvif: NodeOnvif = load('node-onvif') as NodeOnvif;
