import { setTimeout as wait } from 'node:timers/promises';

/** Sends a message to a service of the camera, by its path; rejects with the answer when it is a fault. */
export type Send = (path: string, message: string) => Promise<string>;

/** A setting of the camera that is written again and again. */
export interface KeptSetting {
  readonly name: string;
  /** What the setting must have before it can be written. */
  readonly prepare?: (send: Send) => Promise<unknown>;
  /** Text of the value that the write with this number makes. */
  value(number: number): string;
  write(send: Send, number: number): Promise<unknown>;
  read(send: Send): Promise<string>;
}

const profile = '<tptz:ProfileToken>Profile1</tptz:ProfileToken>';
const source = '<timg:VideoSourceToken>VideoSource1</timg:VideoSourceToken>';
const tmd = 'xmlns:tmd="http://www.onvif.org/ver10/deviceIO/wsdl"';
const paths = {
  ptz: '/onvif/PTZ',
  imaging: '/onvif/imaging',
  media2: '/onvif/media2_service',
  io: '/onvif/deviceio_service',
} as const;

/** Group of a pattern in a text. */
function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`no ${pattern} in ${text}`);
  return value;
}

async function rest(send: Send): Promise<string> {
  for (;;) {
    const status = await send(paths.ptz, `<tptz:GetStatus>${profile}</tptz:GetStatus>`);
    if (!status.includes('MOVING')) return status;
    await wait(20);
  }
}

/** An element of an answer with one part changed, as a client sends a configuration back. */
function edited(text: string, element: string, part: RegExp, replacement: string): string {
  return found(text, new RegExp(`(<${element}[ >].*</${element}>)`, 's')).replace(part, replacement);
}

const zoomPlace = (number: number): string => ((number % 10) / 100).toFixed(2);

const home: KeptSetting = {
  name: 'home position',
  value: zoomPlace,
  async write(send, number) {
    const position = `<tptz:Position><tt:Zoom x="${zoomPlace(number)}"/></tptz:Position>`;
    await send(paths.ptz, `<tptz:AbsoluteMove>${profile}${position}</tptz:AbsoluteMove>`);
    await rest(send);
    await send(paths.ptz, `<tptz:SetHomePosition>${profile}</tptz:SetHomePosition>`);
  },
  async read(send) {
    await send(paths.ptz, `<tptz:GotoHomePosition>${profile}</tptz:GotoHomePosition>`);
    return Number(found(await rest(send), /<tt:Zoom [^>]*x="([^"]*)"/)).toFixed(2);
  },
};

const preset: KeptSetting = {
  name: 'preset',
  prepare: (send) => send(paths.ptz, `<tptz:SetPreset>${profile}</tptz:SetPreset>`),
  value: (number) => `place ${number}`,
  write: (send, number) => {
    const wanted = `<tptz:PresetName>place ${number}</tptz:PresetName><tptz:PresetToken>1</tptz:PresetToken>`;
    return send(paths.ptz, `<tptz:SetPreset>${profile}${wanted}</tptz:SetPreset>`);
  },
  read: async (send) => {
    const text = await send(paths.ptz, `<tptz:GetPresets>${profile}</tptz:GetPresets>`);
    return /token="1"[^>]*>\s*<tt:Name>([^<]*)</.exec(text)?.[1] ?? 'none';
  },
};

const tour: KeptSetting = {
  name: 'tour',
  prepare: (send) => send(paths.ptz, `<tptz:CreatePresetTour>${profile}</tptz:CreatePresetTour>`),
  value: (number) => `round ${number}`,
  write: (send, number) => {
    const spot =
      '<tt:TourSpot><tt:PresetDetail><tt:Home>true</tt:Home></tt:PresetDetail><tt:StayTime>PT5S</tt:StayTime></tt:TourSpot>';
    const head = `<tt:Name>round ${number}</tt:Name><tt:Status><tt:State>Idle</tt:State></tt:Status><tt:AutoStart>false</tt:AutoStart><tt:StartingCondition/>`;
    const wanted = `<tptz:PresetTour token="Tour1">${head}${spot}</tptz:PresetTour>`;
    return send(paths.ptz, `<tptz:ModifyPresetTour>${profile}${wanted}</tptz:ModifyPresetTour>`);
  },
  read: async (send) => {
    const text = await send(paths.ptz, `<tptz:GetPresetTours>${profile}</tptz:GetPresetTours>`);
    return /<tt:Name>([^<]*)</.exec(text)?.[1] ?? 'none';
  },
};

const getPtz =
  '<tptz:GetConfiguration><tptz:PTZConfigurationToken>PTZ1</tptz:PTZConfigurationToken></tptz:GetConfiguration>';

const ptzConfiguration: KeptSetting = {
  name: 'PTZ configuration',
  value: (number) => `PT${10 + (number % 200)}S`,
  async write(send, number) {
    const timeout = `<tt:DefaultPTZTimeout>PT${10 + (number % 200)}S</tt:DefaultPTZTimeout>`;
    const old = /<tt:DefaultPTZTimeout>[^<]*<\/tt:DefaultPTZTimeout>/;
    const wanted = edited(await send(paths.ptz, getPtz), 'tptz:PTZConfiguration', old, timeout);
    const force = '<tptz:ForcePersistence>true</tptz:ForcePersistence>';
    await send(paths.ptz, `<tptz:SetConfiguration>${wanted}${force}</tptz:SetConfiguration>`);
  },
  read: async (send) => found(await send(paths.ptz, getPtz), /DefaultPTZTimeout>([^<]*)</),
};

const getSource = '<tr2:GetVideoSourceConfigurations/>';

const geometry: KeptSetting = {
  name: 'geometry of the picture',
  value: (number) => String(2 * (number % 100)),
  async write(send, number) {
    const text = await send(paths.media2, getSource);
    const bounds = `<tt:Bounds x="${2 * (number % 100)}" y="0" width="640" height="360"/>`;
    const configuration = edited(text, 'tr2:Configurations', /<tt:Bounds [^>]*\/>/, bounds);
    const wanted = configuration.replaceAll('tr2:Configurations', 'tr2:Configuration');
    await send(paths.media2, `<tr2:SetVideoSourceConfiguration>${wanted}</tr2:SetVideoSourceConfiguration>`);
  },
  read: async (send) => found(await send(paths.media2, getSource), /<tt:Bounds[^>]* x="([^"]*)"/),
};

const imaging: KeptSetting = {
  name: 'imaging settings',
  value: (number) => String(number % 101),
  write: (send, number) => {
    const settings = `<timg:ImagingSettings><tt:Brightness>${number % 101}</tt:Brightness></timg:ImagingSettings>`;
    return send(paths.imaging, `<timg:SetImagingSettings>${source}${settings}</timg:SetImagingSettings>`);
  },
  read: async (send) => {
    const text = await send(paths.imaging, `<timg:GetImagingSettings>${source}</timg:GetImagingSettings>`);
    return String(Math.round(Number(found(text, /<tt:Brightness>([^<]*)</))));
  },
};

const presetNames = ['Indoor', 'Outdoor', 'LowLight'] as const;
const presetName = (number: number): string => presetNames[number % presetNames.length] ?? 'Indoor';

const imagingPreset: KeptSetting = {
  name: 'imaging preset',
  value: presetName,
  write: (send, number) => {
    const wanted = `<timg:PresetToken>${presetName(number)}</timg:PresetToken>`;
    return send(paths.imaging, `<timg:SetCurrentPreset>${source}${wanted}</timg:SetCurrentPreset>`);
  },
  read: async (send) => {
    const text = await send(paths.imaging, `<timg:GetCurrentPreset>${source}</timg:GetCurrentPreset>`);
    return /Preset token="([^"]*)"/.exec(text)?.[1] ?? 'none';
  },
};

const relay: KeptSetting = {
  name: 'relay settings',
  value: (number) => `PT${1 + (number % 60)}S`,
  write: (send, number) => {
    const properties = `<tt:Mode>Monostable</tt:Mode><tt:DelayTime>PT${1 + (number % 60)}S</tt:DelayTime><tt:IdleState>open</tt:IdleState>`;
    const output = `<tmd:RelayOutput token="Relay2"><tt:Properties>${properties}</tt:Properties></tmd:RelayOutput>`;
    return send(paths.io, `<tmd:SetRelayOutputSettings ${tmd}>${output}</tmd:SetRelayOutputSettings>`);
  },
  read: async (send) =>
    found(await send(paths.io, `<tmd:GetRelayOutputs ${tmd}/>`), /token="Relay2".*?DelayTime>([^<]*)</s),
};

const idle = (number: number): string => (number % 2 === 0 ? 'closed' : 'open');

const input: KeptSetting = {
  name: 'input settings',
  value: idle,
  write: (send, number) => {
    const inputs = `<tmd:DigitalInputs token="Input1" IdleState="${idle(number)}"/>`;
    return send(paths.io, `<tmd:SetDigitalInputConfigurations ${tmd}>${inputs}</tmd:SetDigitalInputConfigurations>`);
  },
  read: async (send) => {
    const text = await send(paths.io, `<tmd:GetDigitalInputs ${tmd}/>`);
    return found(found(text, /(<tmd:DigitalInputs [^>]*token="Input1"[^>]*>)/), /IdleState="([^"]*)"/);
  },
};

const getSerial = `<tmd:GetSerialPortConfiguration ${tmd}><tmd:SerialPortToken>SerialPort1</tmd:SerialPortToken></tmd:GetSerialPortConfiguration>`;
const rates = [2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const;
const rate = (number: number): string => String(rates[number % rates.length] ?? 9600);

const serial: KeptSetting = {
  name: 'serial port settings',
  value: rate,
  async write(send, number) {
    const text = await send(paths.io, getSerial);
    const old = /<tmd:BaudRate>[^<]*<\/tmd:BaudRate>/;
    const wanted = edited(text, 'tmd:SerialPortConfiguration', old, `<tmd:BaudRate>${rate(number)}</tmd:BaudRate>`);
    const force = '<tmd:ForcePersistance>true</tmd:ForcePersistance>';
    await send(paths.io, `<tmd:SetSerialPortConfiguration ${tmd}>${wanted}${force}</tmd:SetSerialPortConfiguration>`);
  },
  read: async (send) => found(await send(paths.io, getSerial), /BaudRate>([^<]*)</),
};

const device = '/onvif/device_service';

const scopes: KeptSetting = {
  name: 'scopes',
  value: (number) => `place-${number}`,
  write: (send, number) => {
    const wanted = `<tds:Scopes>onvif://www.onvif.org/location/place-${number}</tds:Scopes>`;
    return send(device, `<tds:SetScopes>${wanted}</tds:SetScopes>`);
  },
  read: async (send) => /location\/(place-\d+)</.exec(await send(device, '<tds:GetScopes/>'))?.[1] ?? 'none',
};

/** Settings of as many services as a backup goes through, each in a section of its own. */
export const restoredSettings: readonly KeptSetting[] = [preset, tour, geometry, imaging, relay, input, serial, scopes];

/**
 * Settings of PTZ, Imaging, DeviceIO and the picture's geometry. A preset of Imaging sets the levels as well, so the two take turns.
 */
export function keptSettings(round: number): readonly KeptSetting[] {
  const picture = round % 2 === 0 ? imaging : imagingPreset;
  return [home, preset, tour, ptzConfiguration, geometry, picture, relay, input, serial];
}
