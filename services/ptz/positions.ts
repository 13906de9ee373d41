import type { HeadPosition } from '../../hal/ports/ptz-head.ts';
import { spaceNamed } from '../entities/kinds/ptz/view.ts';
import type * as tt from '../generated/tt.ts';
import type { PtzUnit } from './unit.ts';

/** A position in the default spaces of the configuration; a part whose axes have no known position is left out. */
export function positionToWire(unit: PtzUnit, position: HeadPosition): tt.PTZVector {
  const { spaces, entity } = unit;
  const { pan, tilt, zoom } = unit.toClient(position);
  const panTilt = spaceNamed(spaces.AbsolutePanTiltPositionSpace, entity.spaces.AbsolutePanTiltPositionSpace);
  const lens = spaceNamed(spaces.AbsoluteZoomPositionSpace, entity.spaces.AbsoluteZoomPositionSpace);
  const isKnown =
    (panTilt?.pan === undefined || pan !== undefined) && (panTilt?.tilt === undefined || tilt !== undefined);
  return {
    ...(panTilt !== undefined && isKnown
      ? {
          PanTilt: {
            x: panTilt.pan?.toWire(pan ?? 0) ?? 0,
            y: panTilt.tilt?.toWire(tilt ?? 0) ?? 0,
            space: panTilt.uri,
          },
        }
      : {}),
    ...(lens !== undefined && zoom !== undefined ? { Zoom: { x: lens.zoom.toWire(zoom), space: lens.uri } } : {}),
  };
}

const moveStatus = (isMoving: boolean): tt.MoveStatus => (isMoving ? 'MOVING' : 'IDLE');

/** Status of a unit, from memory (PTZ-06): states of the axes that there are, and the position where it is known. */
export function statusToWire(unit: PtzUnit, UtcTime: Date): tt.PTZStatus {
  const { facts, status } = unit;
  const { pan, tilt, zoom } = facts.axes;
  const position = positionToWire(unit, status.position);
  return {
    ...(position.PanTilt === undefined && position.Zoom === undefined ? {} : { Position: position }),
    MoveStatus: {
      ...(pan === undefined && tilt === undefined ? {} : { PanTilt: moveStatus(status.moving.panTilt) }),
      ...(zoom === undefined ? {} : { Zoom: moveStatus(status.moving.zoom) }),
    },
    ...(status.error === undefined ? {} : { Error: status.error }),
    UtcTime,
  };
}
