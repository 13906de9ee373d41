import type { Board } from './board.ts';
import { clip } from './clip.ts';
import { jetsonOrinNano, jetsonOrinNx } from './jetson.ts';
import { qemuVirt } from './qemu-virt.ts';
import { raspberryPi3, raspberryPi4, raspberryPi5, raspberryPiZero2W } from './raspberry-pi.ts';
import { umlRig } from './uml-rig.ts';
import { usbCamera } from './usb-camera.ts';
import { virtual } from './virtual.ts';

const all: readonly Board[] = [
  virtual,
  usbCamera,
  raspberryPiZero2W,
  raspberryPi3,
  raspberryPi4,
  raspberryPi5,
  jetsonOrinNx,
  jetsonOrinNano,
  umlRig,
  qemuVirt,
  clip,
];

/** Boards by name. A new board is one file and its line in the list above. */
export const boards: Readonly<Record<string, Board>> = Object.fromEntries(all.map((board) => [board.name, board]));
