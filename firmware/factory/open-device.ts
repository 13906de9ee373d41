import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { openBoard } from '../control/open-board.ts';
import type { RunOptions } from '../options.ts';
import { openIdentity, type StoredIdentity } from '../storage/identity.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { type FactoryFacts, factorySetting } from './factory-setting.ts';
import { takePresets } from './take-presets.ts';

/** Names of this device. */
interface Device {
  readonly board: Board;
  readonly identity: StoredIdentity;
  /** Serial number from the factory; undefined where the device has made its own. */
  readonly factorySerial: string | undefined;
}

/** The board under the names that stand on the label of the device. */
function labelled(board: Board, { manufacturer, model }: FactoryFacts): Board {
  return { ...board, ...(manufacturer !== undefined && { manufacturer }), ...(model !== undefined && { model }) };
}

/** Takes presets where there are some, then tells what this device is. Rejects with a message for people when the board file is wrong. */
export async function openDevice(run: RunOptions, settings: SettingsStore, log: Logger): Promise<Device> {
  const factory = settings.open(factorySetting);
  const board = await openBoard(run);
  await takePresets({ folder: run.presets ?? run.data, settings, factory, log });
  const identity = await openIdentity(settings);
  return { board: labelled(board, factory.get()), identity, factorySerial: factory.get().serial };
}
