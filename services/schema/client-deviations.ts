/**
 * Deviation of widespread clients from the schema that the device accepts. One row each; any other deviation is refused.
 */
interface ClientDeviation {
  /** Type in which the deviation occurs. */
  readonly type: string;
  /** Attribute that is ignored. */
  readonly attribute?: string;
  /** Member, or each one, that is sent in this namespace (by prefix) instead of its own. */
  readonly element?: { readonly member?: string; readonly prefix: string };
  /** true: elements that the type does not have are skipped. */
  readonly skipsUnknown?: true;
  /** Text that is ignored in an element of the type. */
  readonly text?: true;
  /** Member that may be absent although the type demands it; its handler knows what that means. */
  readonly absent?: string;
}

export const clientDeviations: readonly ClientDeviation[] = [
  // agsh/onvif 0.8 writes the Media2 attribute into every SetVideoEncoderConfiguration of Media, too.
  { type: 'tt:VideoRateControl', attribute: 'ConstantBitRate' },
  // agsh/onvif 0.8
  { type: 'tds:SendAuxiliaryCommand', element: { member: 'AuxiliaryCommand', prefix: 'tt' } },
  // Clients that write tmd for the tds messages of the DeviceIO service (libonvif and many more).
  { type: 'tds:SetRelayOutputState', element: { member: 'RelayOutputToken', prefix: 'tmd' } },
  { type: 'tds:SetRelayOutputState', element: { member: 'LogicalState', prefix: 'tmd' } },
  // node-onvif 0.1
  { type: 'tds:DeleteUsers', element: { member: 'Username', prefix: 'tt' } },
  // ZoneMinder sends Saturation beside ColorSaturation.
  { type: 'tt:ImagingSettings20', skipsUnknown: true, element: { prefix: 'timg' } },
  // agsh/onvif and ZoneMinder
  { type: 'timg:Move', element: { member: 'Focus', prefix: 'tt' } },
  // ZoneMinder writes Zoom, others both parts, in the namespace of the service.
  { type: 'tt:PTZVector', element: { member: 'PanTilt', prefix: 'tptz' } },
  { type: 'tt:PTZVector', element: { member: 'Zoom', prefix: 'tptz' } },
  { type: 'tt:PTZSpeed', element: { member: 'PanTilt', prefix: 'tptz' } },
  { type: 'tt:PTZSpeed', element: { member: 'Zoom', prefix: 'tptz' } },
  // node-onvif 0.1 writes the speed of GotoHomePosition as a number.
  { type: 'tt:PTZSpeed', text: true },
  // openHAB writes the whole Subscribe in one namespace.
  { type: 'wsa:EndpointReferenceType', element: { member: 'Address', prefix: 'wsnt' } },
  // libonvif
  { type: 'tds:SetNetworkInterfaces', element: { prefix: 'tt' } },
  { type: 'tds:SetNetworkDefaultGateway', element: { prefix: 'tt' } },
  // libonvif leaves it out where servers are named.
  { type: 'tds:SetDNS', absent: 'FromDHCP' },
  { type: 'tds:SetNTP', absent: 'FromDHCP' },
  // gonvif leaves it out where it is false, others where it is to stay.
  { type: 'tds:SetSystemDateAndTime', absent: 'DaylightSavings' },
  // ODM sends an empty TimeZone where it knows none.
  { type: 'tt:TimeZone', absent: 'TZ' },
  { type: 'tptz:ModifyPresetTour', element: { member: 'PresetTour', prefix: 'tt' } },
];

/**
 * Types of which a request may have values of any length. A token that is longer than tt:ReferenceToken allows is one that
 * the device does not know: the fault is NoProfile or NoConfig as for any other, and operations that create check it.
 */
export const anyLength: ReadonlySet<string> = new Set(['tt:ReferenceToken']);

/** Messages that clients send in the namespace of their service, where its WSDL takes those of the device service. */
export const messageTwins: Readonly<Record<string, string>> = {
  'tmd:GetRelayOutputs': 'tds:GetRelayOutputs',
  'tmd:SetRelayOutputState': 'tds:SetRelayOutputState',
  // openHAB
  'wsnt:GetServiceCapabilities': 'tev:GetServiceCapabilities',
};

/** Namespaces that clients write wrongly, and the right ones. */
export const namespaceTwins: ReadonlyMap<string, string> = new Map([
  // openHAB
  ['http://docs.oasis-open.org/wsn/b-2/', 'http://docs.oasis-open.org/wsn/b-2'],
]);
