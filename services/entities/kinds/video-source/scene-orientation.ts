import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify } from '../../changes.ts';

/** Places of the scene, seen from the camera (tt:SceneOrientationOption). */
export const sceneOrientations: readonly tt.SceneOrientationOption[] = ['Below', 'Horizon', 'Above'];

/** Part of an extension that tells the orientation of the scene, if a client has set one. */
export function orientationToWire(
  orientation: tt.SceneOrientationOption | undefined,
): Pick<tt.VideoSourceConfigurationExtension, 'Extension'> {
  if (orientation === undefined) return {};
  return { Extension: { SceneOrientation: { Mode: 'MANUAL', Orientation: orientation } } };
}

/** Cameras do not know how they hang: the orientation is what the installer says. */
export const orientationOptions: tt.VideoSourceConfigurationOptionsExtension = {
  Extension: { SceneOrientationMode: ['MANUAL'] },
};

/** Orientation that a client wants; an absent one stays as it is. Faults: InvalidArgs, ConfigModify. */
export function newOrientation(
  present: tt.SceneOrientationOption | undefined,
  { Extension }: tt.VideoSourceConfiguration,
): tt.SceneOrientationOption | undefined {
  const wanted = Extension?.Extension?.SceneOrientation;
  if (wanted === undefined) return present;
  const { Mode, Orientation } = wanted;
  if (Mode === 'AUTO') throw modify('SceneOrientation mode AUTO is not offered');
  if (Orientation === undefined) throw new Fault('InvalidArgs', 'SceneOrientation MANUAL wants an Orientation');
  const orientation = sceneOrientations.find((one) => one === Orientation);
  if (orientation === undefined) throw modify(`Orientation must be one of ${sceneOrientations.join(', ')}`);
  return orientation;
}
