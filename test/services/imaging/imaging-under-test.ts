import { pino } from 'pino';
import { BoardDayNight } from '../../../firmware/control/day-night.ts';
import { CameraFactsBook } from '../../../firmware/link/camera-facts.ts';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { virtualFacts } from '../../../hal/camera/virtual-table.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import { openLightSensor } from '../../../hal/day-night/light-sensor.ts';
import type { CameraFacts, CameraSettings } from '../../../hal/ports/camera.ts';
import type { IrCutFilter, LightSensor } from '../../../hal/ports/day-night.ts';
import { noMasks } from '../../../hal/ports/media-engine.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { type ImagingOperations, imagingOperations } from '../../../services/generated/imaging-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { Imaging } from '../../../services/imaging/imaging.ts';
import { createImagingService } from '../../../services/imaging/service.ts';
import { encodeResponse } from '../../../services/schema/codec.ts';
import type { Setting, Settings } from '../../../services/settings/setting.ts';
import type { Handlers, ServiceBinding } from '../../../services/soap/service.ts';
import { noLines } from '../../hal/io/no-lines.ts';
import { context } from '../device/camera.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const source = 'VideoSource1';

/** Values that the virtual camera has in force at its start. */
const startValues: CameraSettings = {
  levels: Object.fromEntries(Object.entries(virtualFacts.levels).map(([level, { initial }]) => [level, initial])),
  modes: virtualFacts.initialModes,
  exposureWindow: { left: 0, top: 0, right: 1, bottom: 1 },
};

/** Parts of day and night, without hardware. */
export interface NightParts {
  readonly light: VirtualLight;
  readonly irCutFilters: Map<string, IrCutFilter>;
  readonly lightSensors: Map<string, LightSensor>;
}

/** A filter and a light sensor. */
export async function nightParts(): Promise<NightParts> {
  const light = new VirtualLight();
  const bus = (): Promise<never> => Promise.reject(new Error('no bus here'));
  const filter = await openIrCutFilter({ id: 'Filter1', driver: 'virtual' }, { lines: noLines });
  const sensor = await openLightSensor({ id: 'Sensor1', driver: 'virtual', seesInfrared: true }, { bus, light });
  return { light, irCutFilters: new Map([[filter.id, filter]]), lightSensors: new Map([[sensor.id, sensor]]) };
}

const noNight: Pick<Board, 'irCutFilters' | 'illuminators' | 'lightSensors'> = {
  irCutFilters: [],
  illuminators: [],
  lightSensors: [],
};

/** Board of one camera without parts of day and night. */
export const dayBoard: Board = { ...virtual, ...noNight };

interface UnderTestOptions {
  readonly board?: Board;
  readonly stored?: Map<string, string>;
  readonly settings?: Settings;
  readonly parts?: NightParts;
  readonly axes?: ReadonlyMap<string, MotorAxis>;
  /** undefined: the camera has not been found. */
  readonly facts?: CameraFacts | undefined;
}

/** The imaging service of a camera, with what stands behind it. */
export class ImagingUnderTest {
  readonly stored: Map<string, string>;
  readonly cameras: CameraFactsBook = new CameraFactsBook();
  readonly dayNight: BoardDayNight;
  readonly imaging: Imaging;
  readonly service: ServiceBinding;
  readonly failures: unknown[] = [];
  readonly #options: UnderTestOptions;
  readonly #sections = new Map<string, Setting<unknown>>();
  /** Times that the desired state was to be sent again. */
  told = 0;

  constructor(options: UnderTestOptions = {}) {
    this.#options = options;
    this.stored = options.stored ?? new Map();
    const settings = this.#recorded(options.settings ?? memorySettings(this.stored));
    const board = options.board ?? (options.parts === undefined ? dayBoard : virtual);
    this.dayNight = new BoardDayNight(settings, pino({ level: 'silent' }));
    this.imaging = new Imaging({ board, settings, cameras: this.cameras, dayNight: this.dayNight, clock: systemClock });
    this.service = createImagingService({
      ...{ board, imaging: this.imaging, dayNight: this.dayNight, clock: systemClock },
      motors: { parts: { axes: options.axes ?? new Map() } },
      together: async (next) => {
        for (const [name, change] of next) await this.#sections.get(name)?.change(change);
      },
      onFailure: (error) => this.failures.push(error),
    });
    this.imaging.onChange(() => {
      this.told += 1;
      this.desired();
    });
    if (options.parts !== undefined) this.dayNight.update({ illuminators: new Map(), ...options.parts });
    const facts = 'facts' in options ? options.facts : virtualFacts;
    if (facts !== undefined) this.report(facts);
  }

  /** Remembers the sections that are opened. */
  #recorded(settings: Settings): Settings {
    return {
      open: (definition) => {
        const section = settings.open(definition);
        this.#sections.set(definition.name, section as unknown as Setting<unknown>);
        return section;
      },
    };
  }

  /** Reports a camera, as the media process does. */
  report(facts: CameraFacts, values: CameraSettings = startValues): void {
    this.cameras.take({ kind: 'camera', id: source, facts, values });
  }

  /** Settings that the camera gets with the desired state. */
  desired(): CameraSettings | undefined {
    const sources = [{ id: source, width: 1280, height: 720, frameRate: 30, masks: noMasks }];
    const rest = { encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] };
    return this.imaging.adjust({ sources, ...rest }).sources[0]?.settings;
  }

  /** Calls an operation and encodes its answer, which the schema must allow. */
  async call<Name extends keyof ImagingOperations>(
    name: Name,
    request: ImagingOperations[Name]['request'],
  ): Promise<ImagingOperations[Name]['response']> {
    const handlers = this.service.handlers as unknown as Handlers<ImagingOperations>;
    const handler = handlers[name];
    if (typeof handler !== 'function') throw new Error(`${name} is not offered: ${handler.reason}`);
    const response = await handler(request, context);
    encodeResponse(imagingOperations, name, response);
    return response;
  }

  async settings(): Promise<tt.ImagingSettings20> {
    return (await this.call('GetImagingSettings', { VideoSourceToken: source })).ImagingSettings;
  }

  async set(ImagingSettings: tt.ImagingSettings20, ForcePersistence?: boolean): Promise<void> {
    const keep = ForcePersistence === undefined ? {} : { ForcePersistence };
    await this.call('SetImagingSettings', { VideoSourceToken: source, ImagingSettings, ...keep });
  }

  async options(): Promise<tt.ImagingOptions20> {
    return (await this.call('GetOptions', { VideoSourceToken: source })).ImagingOptions;
  }

  /** The same camera after a restart. */
  async restarted(): Promise<ImagingUnderTest> {
    await this.dayNight.close();
    return new ImagingUnderTest({ ...this.#options, stored: this.stored });
  }
}
