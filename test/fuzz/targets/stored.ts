import { applyBoardFile, BoardFileError } from '../../../hal/boards/file/read-board-file.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { usersSetting } from '../../../services/auth/users.ts';
import { scopesSetting } from '../../../services/device/scopes.ts';
import { discoverySetting } from '../../../services/discovery/discovery-settings.ts';
import { decodeStored } from '../../../services/settings/decode-stored.ts';
import { type FuzzTarget, latin1 } from '../target.ts';

const tokens = ['{', '}', '[', ']', '"', ':', ',', 'null', 'true', '1e999', '-1', '\\u0000'];

/** A stored value that does not fit is refused with an error of its own; text that is no JSON never gets that far. */
function isMisfit(error: unknown): boolean {
  return error instanceof Error && / (does not fit|is of version) ?/.test(error.message);
}

function readSettings(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const refusals: unknown[] = [];
  for (const definition of [scopesSetting, discoverySetting, usersSetting]) {
    try {
      return decodeStored<unknown>(definition, { version: definition.version, value }) ?? 'nothing';
    } catch (error) {
      if (!isMisfit(error)) throw error;
      refusals.push(error);
    }
  }
  return undefined;
}

/** Parsers of files: settings and backups, and what the owner of a board writes. */
export const storedTargets: readonly FuzzTarget[] = [
  { name: 'stored-settings', tokens, parse: latin1(readSettings) },
  {
    name: 'board-file',
    tokens: [...tokens, '\n', '  ', '- ', '#', '&a', '*a', '<<: ', '!!js', 'axes', 'kind: ', 'ioPorts'],
    parse: (input) => applyBoardFile(virtual, 'board.yaml', input.toString('utf8')),
    isRefusal: (error) => error instanceof BoardFileError,
    // The owner's own file, read once at the start, by a slow parser.
    slowest: 2_000,
  },
];
