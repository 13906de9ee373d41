import { createRequire } from 'node:module';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';

export type PropertyValue = string | number | boolean;

/** Launch string and properties of a pipeline; numbers are properties, so that few different pipelines are built. */
export interface PipelinePlan {
  readonly launch: string;
  /** Values by element name and property. Caps are text. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, PropertyValue>>>>;
  /** Translates the reason of a failure into terms of the device, with the remedy. */
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
/** Constructed pipeline with the elements that were looked up. */
interface Built {
  readonly pipeline: GstPipeline;
  readonly elements: Map<string, GstElement>;
}

// Idle pipelines are reused: the binding never frees a pipeline nor the object of a looked-up element.
const idle = new Map<string, Built[]>();

addon.watchPipelines((name, kind, text) => reports.get(name)?.(kind, text));

function build(launch: string): Built {
  const spare = idle.get(launch)?.pop();
  if (spare !== undefined) return spare;
  try {
    return { pipeline: new gstreamer.Pipeline(launch), elements: new Map() };
  } catch (error) {
    throw new HalError('unsupported', `no such pipeline: ${launch}`, { cause: error });
  }
}

/** GStreamer pipeline that can be configured and played repeatedly until it is released. */
export class Pipeline {
  readonly #launch: string;
  readonly #built: Built;
  readonly #name: string;

  /**
   * @param name hub or channel of the sink, which identifies reports of the pipeline
   * @param onReport called with an error of the running pipeline, or its end
   */
  constructor(plan: PipelinePlan, name: string, onReport: Report) {
    this.#launch = plan.launch;
    this.#built = build(plan.launch);
    this.#name = name;
    reports.set(name, onReport);
    for (const [element, properties] of Object.entries(plan.properties)) this.set(element, properties);
  }

  set(element: string, properties: Readonly<Record<string, PropertyValue>>): void {
    Object.assign(this.#element(element), properties);
  }

  play(): void {
    this.#built.pipeline.play();
  }

  /** Stops the pipeline and keeps it for the next one with the same launch string. */
  release(): void {
    reports.delete(this.#name);
    this.#built.pipeline.stop();
    const spares = idle.get(this.#launch) ?? [];
    spares.push(this.#built);
    idle.set(this.#launch, spares);
  }

  #element(name: string): GstElement {
    const { pipeline, elements } = this.#built;
    const known = elements.get(name) ?? pipeline.findChild(name);
    if (known === undefined) throw new HalError('unsupported', `no element ${name} in ${this.#launch}`);
    elements.set(name, known);
    return known;
  }
}
