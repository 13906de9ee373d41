import type { Chapter } from './row.ts';

const always = 'mandatory';
const absolute = 'with positions';

/** ONVIF PTZ, and the PTZ configurations of the media services. */
export const ptzChapters: readonly Chapter[] = [
  {
    title: 'PTZ',
    rows: [
      { id: 'MED-03', feature: 'PTZ configurations are added to profiles and removed', condition: 'with PTZ' },
      { id: 'MD2-21', feature: 'ready profiles have a PTZ configuration', condition: 'with PTZ' },
      {
        id: 'PTZ-01',
        feature: 'nodes with spaces, presets, home, auxiliary commands and tours; generic spaces first',
        condition: always,
      },
      {
        id: 'PTZ-02',
        feature: 'configurations and options: default spaces, speed, timeout, limits; SetConfiguration',
        condition: always,
      },
      { id: 'PTZ-03', feature: 'GetCompatibleConfigurations', condition: 'with its capability' },
      { id: 'PTZ-04', feature: 'ContinuousMove with its timeout; Stop by group of axes', condition: always },
      { id: 'PTZ-05', feature: 'AbsoluteMove and RelativeMove; the newest move counts', condition: absolute },
      { id: 'PTZ-06', feature: 'GetStatus from memory: position, MoveStatus, error, time', condition: always },
      { id: 'PTZ-07', feature: 'presets: persistent, with unique names and small tokens', condition: absolute },
      { id: 'PTZ-08', feature: 'home position that clients set', condition: absolute },
      { id: 'PTZ-09', feature: 'auxiliary commands of the board', condition: 'with AuxiliaryCommands' },
      { id: 'PTZ-10', feature: 'preset tours: all operations, states, conditions, AutoStart', condition: absolute },
      {
        id: 'PTZ-11',
        feature:
          'Reverse and E-flip of the control directions; directions follow the picture, which E-flip does not turn',
        condition: 'with Reverse, EFlip',
      },
      { id: 'PTZ-12', feature: 'GeoMove from the place and yaw of SetGeoLocation', condition: absolute },
      {
        id: 'PTZ-13',
        feature: 'MoveAndStartTracking',
        condition: 'with MoveAndTrack',
        notOffered: 'the camera tracks no objects',
      },
      { id: 'PTZ-20', feature: 'generic spaces', condition: 'by kind of move' },
      { id: 'PTZ-21', feature: 'spaces in degrees and millimetres', condition: 'optional' },
      { id: 'PTZ-22', feature: 'translations by field of view, for pan and tilt and for zoom', condition: 'optional' },
      { id: 'PTZ-30', feature: 'events of presets and of preset tours', condition: absolute },
      { id: 'PTZ-31', feature: 'capabilities of the service', condition: always },
    ],
  },
];
