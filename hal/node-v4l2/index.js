import { createRequire } from 'node:module';

// NODE_V4L2_BINDING names another build, such as one with AddressSanitizer.
const native = createRequire(import.meta.url)(process.env.NODE_V4L2_BINDING ?? './build/Release/v4l2.node');

/** Buffer types (enum v4l2_buf_type). */
export const bufferType = { capture: 1, output: 2, captureMultiPlanar: 9, outputMultiPlanar: 10 };

/** Targets of selection rectangles (V4L2_SEL_TGT_*). */
export const selectionTarget = {
  crop: 0x0000,
  cropDefault: 0x0001,
  cropBounds: 0x0002,
  nativeSize: 0x0003,
  compose: 0x0100,
};

const eventTypes = { end: 2, control: 3, 'source-change': 5 };

/** The number of a four-character code. */
export function fourcc(text) {
  if (!/^[\x20-\x7e]{4}$/.test(text)) throw new TypeError('a four-character code has four ASCII characters');
  return [...text].reduce((sum, character, index) => sum + character.charCodeAt(0) * 2 ** (8 * index), 0);
}

/** The media controller behind a /dev/media node. */
export const mediaDevice = (path) => native.mediaDevice(path);

export class Device {
  #handle;
  #type;

  constructor(path) {
    this.path = path;
    this.#handle = native.open(path);
    this.capability = native.capability(this.#handle);
    this.#type = this.capability.multiPlanar ? bufferType.captureMultiPlanar : bufferType.capture;
  }

  formats(type = this.#type) {
    return native.formats(this.#handle, type);
  }

  frameSizes(pixelFormat) {
    return native.frameSizes(this.#handle, pixelFormat);
  }

  frameIntervals(pixelFormat, width, height) {
    return native.frameIntervals(this.#handle, pixelFormat, width, height);
  }

  inputs() {
    return native.inputs(this.#handle);
  }

  getFormat(type = this.#type) {
    return native.getFormat(this.#handle, type);
  }

  setFormat(format, type = this.#type) {
    return native.setFormat(this.#handle, type, format);
  }

  tryFormat(format, type = this.#type) {
    return native.tryFormat(this.#handle, type, format);
  }

  getFrameInterval(type = this.#type) {
    return native.getFrameInterval(this.#handle, type);
  }

  setFrameInterval(interval, type = this.#type) {
    return native.setFrameInterval(this.#handle, type, interval);
  }

  getSelection(target, type = this.#type) {
    return native.getSelection(this.#handle, type, target);
  }

  setSelection(target, rectangle, type = this.#type) {
    return native.setSelection(this.#handle, type, target, rectangle);
  }

  controls() {
    return native.controls(this.#handle);
  }

  getControls(ids) {
    return new Map(native.getControls(this.#handle, ids).map(({ id, value }) => [id, value]));
  }

  setControls(values) {
    return this.#write(native.setControls, values);
  }

  tryControls(values) {
    return this.#write(native.tryControls, values);
  }

  subscribe(events, listener) {
    const wanted = events.map(({ kind, id = 0 }) => {
      if (!Object.hasOwn(eventTypes, kind)) throw new TypeError(`there is no event ${kind}`);
      return { type: eventTypes[kind], id };
    });
    native.subscribe(this.#handle, wanted, listener);
  }

  close() {
    native.close(this.#handle);
  }

  [Symbol.for('nodejs.dispose')]() {
    this.close();
  }

  #write(call, values) {
    const list = [...values].map(([id, value]) => ({ id, value: typeof value === 'boolean' ? Number(value) : value }));
    return new Map(call(this.#handle, list).map(({ id, value }) => [id, value]));
  }
}
