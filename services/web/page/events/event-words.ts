import { texts } from '../texts/texts.ts';
import type { CameraEvent } from './notification.ts';

const words = texts(
  {
    motion: (on: boolean) => (on ? 'Motion' : 'Motion has ended'),
    input: (name: string, on: boolean) => `Input ${name} ${on ? 'is active' : 'is at rest'}`,
    relay: (name: string, on: boolean) => `Output ${name} ${on ? 'is on' : 'is off'}`,
    signal: (lost: boolean) => (lost ? 'The camera has no picture' : 'The picture is back'),
    tamper: (name: string, on: boolean) => `${name}: ${on ? 'yes' : 'no longer'}`,
    preset: (name: string) => `Preset reached: ${name}`,
    other: (topic: string, values: string) => (values === '' ? topic : `${topic}: ${values}`),
  },
  {
    motion: (on: boolean) => (on ? 'Bewegung' : 'Bewegung beendet'),
    input: (name: string, on: boolean) => `Eingang ${name} ${on ? 'ist aktiv' : 'ist in Ruhe'}`,
    relay: (name: string, on: boolean) => `Ausgang ${name} ${on ? 'ist ein' : 'ist aus'}`,
    signal: (lost: boolean) => (lost ? 'Die Kamera hat kein Bild' : 'Das Bild ist zurück'),
    tamper: (name: string, on: boolean) => `${name}: ${on ? 'ja' : 'nicht mehr'}`,
    preset: (name: string) => `Position erreicht: ${name}`,
    other: (topic: string, values: string) => (values === '' ? topic : `${topic}: ${values}`),
  },
);

/** What an event is for a person. */
interface EventWords {
  readonly icon: string;
  readonly warning: boolean;
  readonly text: string;
}

/** `GlobalSceneChange` as words. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2');
}

function isOn({ data }: CameraEvent, ...names: readonly string[]): boolean {
  return names.some((name) => data.get(name) === 'true' || data.get(name) === 'active');
}

/** Icon and sentence of an event. */
export function wordsOf(event: CameraEvent): EventWords {
  const { topic, source, data } = event;
  const last = topic.slice(topic.lastIndexOf('/') + 1);
  const table = words();
  const name = [...source.values()][0] ?? '';
  if (/Motion/.test(last)) {
    const on = isOn(event, 'State', 'IsMotion');
    return { icon: 'person', warning: on, text: table.motion(on) };
  }
  if (last === 'DigitalInput')
    return { icon: 'plug', warning: false, text: table.input(name, isOn(event, 'LogicalState')) };
  if (last === 'Relay') return { icon: 'plug', warning: false, text: table.relay(name, isOn(event, 'LogicalState')) };
  if (last === 'SignalLoss') {
    const lost = isOn(event, 'State');
    return { icon: 'offline', warning: lost, text: table.signal(lost) };
  }
  if (topic.startsWith('VideoSource/') && data.has('State')) {
    const on = isOn(event, 'State');
    return { icon: 'image', warning: on, text: table.tamper(spaced(topic.split('/')[1] ?? last), on) };
  }
  const values = [...data].map(([item, value]) => `${spaced(item)} ${value}`).join(', ');
  return { icon: topic.startsWith('PTZ') ? 'move' : 'bell', warning: false, text: table.other(spaced(last), values) };
}
