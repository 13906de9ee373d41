import type { Chapter } from './row.ts';

const withRules = 'with RuleSupport';
const withModules = 'with AnalyticsModuleSupport';
const noRecognition = 'the camera recognises neither faces nor bodies nor plates';

/** ONVIF Analytics. */
export const analyticsChapters: readonly Chapter[] = [
  {
    title: 'Analytics: scene description',
    rows: [
      {
        id: 'ANA-01',
        feature: 'frames with UtcTime and Source, an empty one after the last object',
        condition: 'with analytics',
      },
      { id: 'ANA-02', feature: 'normalized coordinates, Transformation', condition: 'with analytics' },
      {
        id: 'ANA-03',
        feature: 'PTZStatus in the frame',
        condition: 'with PTZ',
        notOffered: 'the stream has it as PTZ status',
      },
      { id: 'ANA-04', feature: 'objects with ObjectId', condition: 'with objects' },
      { id: 'ANA-05', feature: 'shape: BoundingBox, CenterOfGravity', condition: 'with objects' },
      {
        id: 'ANA-06',
        feature: 'colour of objects',
        condition: 'optional',
        notOffered: 'colours of objects are not measured',
      },
      { id: 'ANA-07', feature: 'classes with likelihood', condition: 'with a detector' },
      { id: 'ANA-08', feature: 'behaviour: Idle, Removed', condition: 'optional' },
      { id: 'ANA-09', feature: 'ObjectTree', condition: 'optional', notOffered: 'objects neither merge nor split' },
      { id: 'ANA-10', feature: 'MotionInCells', condition: 'with CellBasedSceneDescriptionSupported' },
      {
        id: 'ANA-11',
        feature: 'vehicles, plates, places of objects',
        condition: 'Profile M',
        notOffered: noRecognition,
      },
      {
        id: 'ANA-12',
        feature: 'faces, bodies, pictures of objects',
        condition: 'Profile M',
        notOffered: noRecognition,
      },
      { id: 'ANA-13', feature: 'barcodes, labels, sensor data', condition: 'optional', notOffered: noRecognition },
      {
        id: 'ANA-14',
        feature: 'scene description as JSON over MQTT',
        condition: 'optional',
        notOffered: 'MQTT carries events alone',
      },
    ],
  },
  {
    title: 'Analytics: service',
    rows: [
      {
        id: 'ANA-20',
        feature: 'GetSupportedRules, GetRules, CreateRules, DeleteRules, all or nothing',
        condition: withRules,
      },
      { id: 'ANA-21', feature: 'GetRuleOptions, ModifyRules', condition: 'with RuleOptionsSupported' },
      {
        id: 'ANA-22',
        feature: 'GetSupportedAnalyticsModules, GetAnalyticsModules, Create, Delete',
        condition: withModules,
      },
      { id: 'ANA-23', feature: 'GetAnalyticsModuleOptions, ModifyAnalyticsModules', condition: 'with its options' },
      { id: 'ANA-24', feature: 'GetSupportedMetadata', condition: 'with SupportedMetadata' },
      { id: 'ANA-25', feature: 'GetServiceCapabilities', condition: 'mandatory' },
      {
        id: 'ANA-26',
        feature: 'rules and modules belong to a configuration of the media services',
        condition: 'mandatory',
      },
      { id: 'ANA-27', feature: 'events of rules in the event service', condition: withRules },
    ],
  },
  {
    title: 'Analytics: rules and modules',
    rows: [
      { id: 'ANA-30', feature: 'tt:LineDetector', condition: 'optional' },
      { id: 'ANA-31', feature: 'tt:FieldDetector', condition: 'optional' },
      { id: 'ANA-32', feature: 'tt:LoiteringDetector', condition: 'optional' },
      {
        id: 'ANA-33',
        feature: 'tt:DeclarativeMotionDetector',
        condition: 'withdrawn',
        notOffered: 'withdrawn in 20.12',
      },
      { id: 'ANA-34', feature: 'tt:LineCounting', condition: 'Profile M' },
      { id: 'ANA-35', feature: 'tt:QueryRule', condition: 'withdrawn', notOffered: 'withdrawn in 20.12' },
      { id: 'ANA-36', feature: 'tt:MotionRegionDetector', condition: 'Profile T' },
      { id: 'ANA-37', feature: 'temperatures', condition: 'thermal cameras', notOffered: 'no thermal camera' },
      { id: 'ANA-40', feature: 'tt:CellMotionEngine', condition: 'optional' },
      { id: 'ANA-41', feature: 'tt:CellMotionDetector, ActiveCells in PackBits', condition: 'optional' },
      { id: 'ANA-42', feature: 'tns1:RuleEngine/CellMotionDetector/Motion', condition: 'optional' },
      { id: 'ANA-43', feature: 'MotionInCells of each frame', condition: 'optional' },
    ],
  },
];
