/** Thrown by every call that the kernel refuses. */
export interface V4l2Error extends Error {
  /** Name of the errno: ENOENT, EACCES, EBUSY, ENODEV (unplugged), EINVAL, ERANGE … */
  readonly code: string;
  readonly errno: number;
  /** `open` or the ioctl's name. */
  readonly syscall: string;
  readonly path: string;
  /** The control that was refused, where the driver tells. */
  readonly control?: number;
}

export interface Capability {
  readonly driver: string;
  readonly card: string;
  readonly busInfo: string;
  /** Kernel version, `6.1.0`. */
  readonly version: string;
  /** V4L2_CAP_* bits of this node. */
  readonly capabilities: number;
  readonly capture: boolean;
  readonly multiPlanar: boolean;
  readonly memoryToMemory: boolean;
  readonly streaming: boolean;
}

export interface FormatDescription {
  readonly fourcc: string;
  readonly pixelFormat: number;
  readonly description: string;
  readonly compressed: boolean;
  /** Converted by a library, not by the device. */
  readonly emulated: boolean;
}

/** Pixels; a single size has equal minimum and maximum. */
export interface FrameSize {
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly stepWidth: number;
  readonly minHeight: number;
  readonly maxHeight: number;
  readonly stepHeight: number;
}

/** Seconds per frame. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export interface FrameInterval {
  /** Shortest, that is the highest rate. */
  readonly min: Fraction;
  readonly max: Fraction;
}

export interface Input {
  readonly name: string;
  readonly camera: boolean;
  /** No signal or no power. */
  readonly noSignal: boolean;
}

export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: number;
}

export interface PictureFormatInForce extends PictureFormat {
  /** enum v4l2_field */
  readonly field: number;
  readonly bytesPerLine: number;
  readonly sizeImage: number;
}

/** Pixels of the sensor. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Control {
  /** V4L2_CID_* */
  readonly id: number;
  readonly name: string;
  /** `array`: its values cannot be read or written with this package, nor can those of `string`. */
  readonly type:
    | 'integer'
    | 'boolean'
    | 'menu'
    | 'integer-menu'
    | 'button'
    | 'integer64'
    | 'bitmask'
    | 'string'
    | 'array'
    | 'other';
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly defaultValue: number;
  readonly disabled: boolean;
  /** In use by somebody, e.g. while streaming. */
  readonly grabbed: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** Has no effect at present, e.g. gain while it is automatic. */
  readonly inactive: boolean;
  /** The hardware changes it by itself. */
  readonly volatile: boolean;
  readonly menu?: readonly { readonly value: number; readonly name?: string; readonly number?: number }[];
}

export type DeviceEvent =
  | {
      readonly kind: 'control';
      readonly id: number;
      readonly value: number;
      readonly valueChanged: boolean;
      readonly flagsChanged: boolean;
      readonly rangeChanged: boolean;
      readonly inactive: boolean;
    }
  | { readonly kind: 'source-change'; readonly resolutionChanged: boolean }
  | { readonly kind: 'end' }
  | { readonly kind: 'other'; readonly type: number }
  /** The device was unplugged: nothing follows, `close` is due. */
  | { readonly kind: 'gone' };

export type ControlValues = Iterable<readonly [id: number, value: number | boolean | bigint]>;

/** An open device node. Every method throws V4l2Error; after `close` its code is EBADF. */
export declare class Device {
  readonly path: string;
  readonly capability: Capability;
  /** Throws ENOENT, EACCES, EBUSY; ENOTTY for what is no V4L2 device. */
  constructor(path: string);
  /** All formats of the capture side, or of another buffer type. */
  formats(type?: number): readonly FormatDescription[];
  /** Empty where the driver does not list them. */
  frameSizes(pixelFormat: number): readonly FrameSize[];
  frameIntervals(pixelFormat: number, width: number, height: number): readonly FrameInterval[];
  inputs(): readonly Input[];
  getFormat(type?: number): PictureFormatInForce;
  /** Resolves to what the driver made of the wish. EBUSY while somebody streams. */
  setFormat(format: PictureFormat, type?: number): PictureFormatInForce;
  /** The same without any effect. */
  tryFormat(format: PictureFormat, type?: number): PictureFormatInForce;
  getFrameInterval(type?: number): Fraction;
  setFrameInterval(interval: Fraction, type?: number): Fraction;
  getSelection(target: number, type?: number): Rectangle;
  setSelection(target: number, rectangle: Rectangle, type?: number): Rectangle;
  controls(): readonly Control[];
  /** Up to 256 in one system call. */
  getControls(ids: readonly number[]): ReadonlyMap<number, number>;
  /** All in one system call; the values in force afterwards. ERANGE, EACCES (read only), EBUSY (grabbed). */
  setControls(values: ControlValues): ReadonlyMap<number, number>;
  /** The values the driver would take, without any effect. */
  tryControls(values: ControlValues): ReadonlyMap<number, number>;
  /** Events through libuv's poll, without a thread; they do not keep the process alive. A new call replaces the last. */
  subscribe(
    events: readonly { readonly kind: 'control' | 'source-change' | 'end'; readonly id?: number }[],
    listener: (event: DeviceEvent) => void,
  ): void;
  /** May be called again. */
  close(): void;
}

/** Throws TypeError for anything but four ASCII characters. */
export declare function fourcc(text: string): number;

export declare const bufferType: {
  readonly capture: 1;
  readonly output: 2;
  readonly captureMultiPlanar: 9;
  readonly outputMultiPlanar: 10;
};

export declare const selectionTarget: {
  readonly crop: 0;
  readonly cropDefault: 1;
  readonly cropBounds: 2;
  readonly nativeSize: 3;
  readonly compose: 256;
};

export interface MediaDevice {
  readonly driver: string;
  readonly model: string;
  readonly serial: string;
  readonly busInfo: string;
  readonly entities: readonly {
    readonly id: number;
    readonly name: string;
    readonly function: number;
    /** Device number of the entity's own node. */
    readonly major: number;
    readonly minor: number;
  }[];
}

/** Throws V4l2Error. */
export declare function mediaDevice(path: string): MediaDevice;
