import type { Chapter } from './row.ts';

const controls = 'where the camera has the control';

/** ONVIF Imaging. */
export const imagingChapters: readonly Chapter[] = [
  {
    title: 'Imaging',
    rows: [
      { id: 'IMG-01', feature: 'settings and options per source, only what is there', condition: 'mandatory' },
      { id: 'IMG-02', feature: 'Brightness, ColorSaturation, Contrast, Sharpness', condition: controls },
      { id: 'IMG-03', feature: 'BacklightCompensation, WideDynamicRange with level', condition: controls },
      {
        id: 'IMG-04',
        feature: 'Exposure AUTO with limits, priority, window; MANUAL with time, gain, iris',
        condition: controls,
      },
      { id: 'IMG-05', feature: 'Focus AUTO and MANUAL, DefaultSpeed', condition: controls },
      { id: 'IMG-06', feature: 'IrCutFilter ON, OFF, AUTO with adjustments', condition: controls },
      { id: 'IMG-07', feature: 'WhiteBalance AUTO, MANUAL with gains', condition: controls },
      { id: 'IMG-08', feature: 'Defogging, NoiseReduction', condition: controls },
      {
        id: 'IMG-08a',
        feature: 'ImageStabilization, ToneCompensation',
        condition: controls,
        notOffered: 'no camera that the firmware drives has such a control',
      },
      { id: 'IMG-09', feature: 'presets', condition: 'with Presets' },
      {
        id: 'IMG-10',
        feature: 'focus: Move, Stop, GetStatus, GetMoveOptions',
        condition: 'with a focus',
      },
      { id: 'IMG-11', feature: 'GetServiceCapabilities', condition: 'mandatory' },
      {
        id: 'IMG-12',
        feature: 'tampering: ImageTooBlurry, ImageTooDark, ImageTooBright, GlobalSceneChange',
        condition: 'Profile T: one of them',
      },
      { id: 'IMG-12a', feature: 'SignalLoss', condition: 'should' },
      {
        id: 'IMG-13',
        feature: 'MotionAlarm',
        condition: 'with motion detection',
      },
    ],
  },
];
