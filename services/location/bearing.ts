/** Place on the earth: degrees of WGS 84, meters above the ellipsoid. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
  readonly elevation: number;
}

/** Rotation of a camera in degrees: yaw counter-clockwise from north, pitch with the lens down positive, roll clockwise positive. */
export interface Orientation {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** Direction from a camera: pan right of the lens and tilt above it, degrees; distance in meters. */
interface Bearing {
  readonly pan: number;
  readonly tilt: number;
  readonly distance: number;
}

type Vector = readonly [x: number, y: number, z: number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** Axes of the ellipsoid of WGS 84: equatorial radius in meters, and the square of its eccentricity. */
const equator = 6_378_137;
const eccentricity = 6.694_379_990_141e-3;

/** Coordinates from the middle of the earth. */
function cartesian({ lon, lat, elevation }: Place): Vector {
  const [l, p] = [radians(lon), radians(lat)];
  const radius = equator / Math.sqrt(1 - eccentricity * Math.sin(p) ** 2);
  const around = (radius + elevation) * Math.cos(p);
  return [around * Math.cos(l), around * Math.sin(l), (radius * (1 - eccentricity) + elevation) * Math.sin(p)];
}

/** Meters to the north, west and up from one place to another. */
function northWestUp(from: Place, to: Place): Vector {
  const [a, b] = [cartesian(from), cartesian(to)];
  const [x, y, z] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [l, p] = [radians(from.lon), radians(from.lat)];
  const outward = Math.cos(l) * x + Math.sin(l) * y;
  const east = -Math.sin(l) * x + Math.cos(l) * y;
  return [-Math.sin(p) * outward + Math.cos(p) * z, -east, Math.cos(p) * outward + Math.sin(p) * z];
}

/** Turns a plane by an angle in degrees. */
function turned(a: number, b: number, angle: number): readonly [number, number] {
  const [c, s] = [Math.cos(radians(angle)), Math.sin(radians(angle))];
  return [c * a + s * b, c * b - s * a];
}

/**
 * Direction in which a camera sees a place. Yaw is the angle between north and the direction of pan 0 (ONVIF PTZ, annex on
 * GeoMove); its sense is that of a right-handed system with the vertical axis up.
 */
export function bearing(camera: Place, orientation: Orientation, target: Place): Bearing {
  let [x, y, z] = northWestUp(camera, target);
  [x, y] = turned(x, y, orientation.yaw);
  [z, x] = turned(z, x, orientation.pitch);
  [y, z] = turned(y, z, orientation.roll);
  const level = Math.hypot(x, y);
  return { pan: degrees(Math.atan2(-y, x)), tilt: degrees(Math.atan2(z, level)), distance: Math.hypot(level, z) };
}
