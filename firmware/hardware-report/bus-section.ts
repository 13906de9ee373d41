import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { withDevice } from '../../hal/gstreamer/capture/v4l2-devices.ts';
import { reasonOf } from '../../hal/ports/hal-error.ts';
import type { Section } from './report-text.ts';

/** Device nodes that a board uses, by the beginning of their names. */
const nodes = /^(i2c-|gpiochip|ttyAMA|ttyUSB|ttyACM|ttyTHS|ttyS\d|watchdog|media\d)/;

function mayOpen(path: string): string {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return '';
  } catch {
    return ' (may not be opened: check the groups of the user)';
  }
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

/** Names that the kernel gives to buses and chips. */
function kernelName(node: string): string {
  const places = [`/sys/class/i2c-dev/${node}/name`, `/sys/bus/gpio/devices/${node}/of_node/name`];
  const [name = ''] = places.map((place) => textOf(place).replaceAll('\0', '')).filter((text) => text !== '');
  return name === '' ? '' : `: ${name}`;
}

function videoNode(path: string): string {
  try {
    return withDevice(path, (device) => {
      const { driver, card, version, memoryToMemory } = device.capability;
      const formats = device.formats().map(({ fourcc }) => fourcc);
      const kind = memoryToMemory ? 'memory to memory' : 'capture';
      return `- ${path}: ${card} (${driver} ${version}), ${kind}: ${formats.join(', ') || 'no formats'}`;
    });
  } catch (error) {
    return `- ${path}: ${reasonOf(error)}`;
  }
}

/** Buses, lines, ports, video nodes and sound cards that the kernel has. */
export const busSection: Section = {
  title: 'Devices of the kernel',
  lines: async () => {
    const all = readdirSync('/dev').sort();
    const video = all.filter((name) => /^video\d+$/.test(name)).map((name) => videoNode(`/dev/${name}`));
    const others = all
      .filter((name) => nodes.test(name))
      .map((name) => `- /dev/${name}${kernelName(name)}${mayOpen(`/dev/${name}`)}`);
    const cards = textOf('/proc/asound/cards')
      .split('\n')
      .filter((line) => /^\s*\d+ \[/.test(line))
      .map((line) => `- sound card ${line.trim()}`);
    return [...video, ...others, ...cards];
  },
};
