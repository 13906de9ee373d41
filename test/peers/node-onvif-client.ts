import { createRequire } from 'node:module';

/** The part of npm node-onvif that the peer test calls; the package ships no types. */
interface NodeOnvifProfile {
  readonly token: string;
  readonly snapshot: string;
  readonly video: { readonly encoder: { readonly resolution: { readonly width: number; readonly height: number } } };
}

export interface NodeOnvifDevice {
  init(): Promise<{ readonly Manufacturer: string; readonly SerialNumber: string }>;
  getProfileList(): readonly NodeOnvifProfile[];
  getUdpStreamUrl(): string;
  fetchSnapshot(): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }>;
  readonly services: { readonly events: { getEventProperties(): Promise<{ readonly data: unknown }> } | null };
}

interface NodeOnvif {
  readonly OnvifDevice: new (options: { xaddr: string; user: string; pass: string }) => NodeOnvifDevice;
}

const load = createRequire(import.meta.url);

export const nodeOnvif: NodeOnvif = load('node-onvif') as NodeOnvif;
