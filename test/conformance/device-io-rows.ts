import type { Chapter } from './row.ts';

const relays = 'with relay outputs';
const inputs = 'with digital inputs';

/** Inputs and outputs: the DeviceIO service and its counterparts in the device service. */
export const deviceIoChapters: readonly Chapter[] = [
  {
    title: 'Inputs and outputs',
    rows: [
      {
        id: 'DIO-01',
        feature: 'tokens of sources and outputs, the same as in Media',
        condition: 'Profile T for video sources',
      },
      { id: 'DIO-02', feature: 'video outputs and their configuration', condition: 'with video outputs' },
      {
        id: 'DIO-03',
        feature: 'relays: list, options, settings, state; also in the device service',
        condition: relays,
      },
      { id: 'DIO-04', feature: 'event Device/Trigger/Relay, a property', condition: relays },
      { id: 'DIO-05', feature: 'digital inputs and their idle state', condition: inputs },
      { id: 'DIO-06', feature: 'event Device/Trigger/DigitalInput, a property', condition: inputs },
      {
        id: 'DIO-07',
        feature: 'serial ports, SendReceiveSerialCommand with TimeOut, DataLength, Delimiter',
        condition: 'with serial ports',
      },
      { id: 'DIO-08', feature: 'withdrawn duplicates of Media answer ter:ActionNotSupported', condition: 'mandatory' },
      { id: 'DIO-09', feature: 'GetServiceCapabilities with the counts', condition: 'mandatory' },
      {
        id: 'COR-10',
        feature: 'relays and auxiliary commands of the device service',
        condition: 'with relay outputs or auxiliary functions',
      },
    ],
  },
];
