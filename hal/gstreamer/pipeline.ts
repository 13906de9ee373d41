import { createRequire } from 'node:module';
import { addon } from '../native/addon.ts';
import { HalError } from '../ports/hal-error.ts';

export type PropertyValue = string | number | boolean;

/** What a pipeline is and how it is set: numbers stay out of the launch string, so that few are ever built. */
export interface PipelinePlan {
  readonly launch: string;
  /** Element name → property → value. Caps are text. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, PropertyValue>>>>;
  /** Tells the reason of a failure in terms of the device, with the remedy. */
  readonly explain?: (reason: string) => string;
}

type GstElement = Record<string, PropertyValue>;

interface GstPipeline {
  play(): void;
  stop(): void;
  findChild(name: string): GstElement | undefined;
}

interface GStreamer {
  readonly Pipeline: new (launch: string) => GstPipeline;
}

type Report = (kind: 'error' | 'eos', text: string) => void;

const gstreamer: GStreamer = createRequire(import.meta.url)('gstreamer-superficial');
const reports = new Map<string, Report>();
// A constructed pipeline is never freed by the binding: idle ones are used again.
const idle = new Map<string, GstPipeline[]>();

addon.watchPipelines((name, kind, text) => reports.get(name)?.(kind, text));

function build(launch: string): GstPipeline {
  const spare = idle.get(launch)?.pop();
  if (spare !== undefined) return spare;
  try {
    return new gstreamer.Pipeline(launch);
  } catch (error) {
    throw new HalError('unsupported', `no such pipeline: ${launch}`, { cause: error });
  }
}

/** A GStreamer pipeline that can be set and played again and again until it is released. */
export class Pipeline {
  readonly #launch: string;
  readonly #pipeline: GstPipeline;
  readonly #elements = new Map<string, GstElement>();
  readonly #name: string;

  /**
   * @param name hub or channel of its sink: what its reports are known by
   * @param onReport an error of the running pipeline, or its end
   */
  constructor(plan: PipelinePlan, name: string, onReport: Report) {
    this.#launch = plan.launch;
    this.#pipeline = build(plan.launch);
    this.#name = name;
    reports.set(name, onReport);
    for (const [element, properties] of Object.entries(plan.properties)) this.set(element, properties);
  }

  set(element: string, properties: Readonly<Record<string, PropertyValue>>): void {
    Object.assign(this.#element(element), properties);
  }

  play(): void {
    this.#pipeline.play();
  }

  /** Stops it and gives it back for the next one with the same launch string. */
  release(): void {
    reports.delete(this.#name);
    this.#pipeline.stop();
    const spares = idle.get(this.#launch) ?? [];
    spares.push(this.#pipeline);
    idle.set(this.#launch, spares);
  }

  #element(name: string): GstElement {
    const known = this.#elements.get(name) ?? this.#pipeline.findChild(name);
    if (known === undefined) throw new HalError('unsupported', `no element ${name} in ${this.#launch}`);
    this.#elements.set(name, known);
    return known;
  }
}
