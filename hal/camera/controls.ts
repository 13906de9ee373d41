import type { CameraFact } from '../boards/facts/camera.ts';
import type { CameraControls } from '../ports/camera.ts';
import type { Clock } from '../ports/clock.ts';
import { systemClock } from '../system/clock.ts';
import { argus } from './argus-table.ts';
import type { CameraElement } from './element.ts';
import { ElementDriver } from './element-driver.ts';
import { GovernedControls } from './governed-controls.ts';
import { libcameraTable } from './libcamera-table.ts';
import { V4l2Driver } from './v4l2-driver.ts';
import { VirtualDriver } from './virtual-driver.ts';

/** Controls of a camera whose pipeline may restart. */
export interface OpenControls extends CameraControls {
  /** Applies the settings to a pipeline that has started. */
  started(): void;
}

class ElementControls extends GovernedControls implements OpenControls {
  readonly #driver: VirtualDriver | ElementDriver;

  constructor(driver: VirtualDriver | ElementDriver) {
    super(driver);
    this.#driver = driver;
  }

  started(): void {
    this.#driver.started();
  }
}

class DeviceControls extends GovernedControls implements OpenControls {
  started(): void {
    // The device keeps its values.
  }
}

/**
 * Opens the controls of a camera; undefined for a camera without controls (a file). For `v4l2` the device is the path of its node.
 * @param frameRate pictures per second, which limit the exposure time of libcamera
 * Throws HalError 'gone', 'io' or 'unsupported' for a device that cannot be opened.
 */
export function openCameraControls(
  camera: CameraFact,
  element: CameraElement,
  clock: Clock = systemClock,
  frameRate = 30,
): OpenControls | undefined {
  switch (camera.driver) {
    case 'virtual':
      return new ElementControls(new VirtualDriver(element, clock));
    case 'v4l2':
      return new DeviceControls(new V4l2Driver(camera.device));
    case 'libcamera':
      return new ElementControls(new ElementDriver(libcameraTable(frameRate), element));
    case 'argus':
      return new ElementControls(new ElementDriver(argus, element));
    case 'encoded-file':
      return undefined;
  }
}
