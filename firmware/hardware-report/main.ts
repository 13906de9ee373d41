import { parseArgs } from 'node:util';
import { boards } from '../../hal/boards/catalogue.ts';
import { openBoard } from '../control/open-board.ts';
import { busSection } from './bus-section.ts';
import { cameraSection } from './camera-section.ts';
import { encoderSection } from './encoder-section.ts';
import { partSection } from './part-section.ts';
import type { Consent } from './questions.ts';
import { describeSection, type Section } from './report-text.ts';
import { systemSection } from './system-section.ts';

const help = `Tries the hardware of a board and prints a report to paste into an issue. Stop a running camera first.

scripts/hardware-report --board NAME [--board-file FILE] [--only PART]... [--yes | --no]

  --board NAME       ${Object.keys(boards).join(', ')}
  --board-file FILE  what differs from the board
  --only PART        machine, devices, encoders, cameras, parts; all of them when absent
  --yes              move motors and filters, switch lamps and relays without asking
  --no               do none of that
`;

interface Wanted {
  readonly board: string;
  readonly boardFile: string | undefined;
  readonly consent: Consent;
  /** Names of the parts of the report; all when empty. */
  readonly only: readonly string[];
}

function readWanted(): Wanted | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const only = { type: 'string', multiple: true, default: [] as string[] } as const;
  const options = { board: text, 'board-file': text, only, yes: flag, no: flag, help: flag };
  const { values } = parseArgs({ options });
  if (values.help || values.board === undefined) return undefined;
  const consent = values.yes ? 'yes' : values.no ? 'no' : 'ask';
  return { board: values.board, boardFile: values['board-file'], consent, only: values.only };
}

async function report({ board: name, boardFile, consent, only }: Wanted): Promise<void> {
  const board = await openBoard({ board: name, boardFile, data: '/nonexistent' });
  const sections: Readonly<Record<string, Section>> = {
    machine: systemSection(board),
    devices: busSection,
    encoders: encoderSection,
    cameras: cameraSection(board),
    parts: partSection(board, consent),
  };
  const unknown = only.find((part) => !Object.hasOwn(sections, part));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}: ${Object.keys(sections).join(', ')}`);
  const wanted = Object.entries(sections).filter(([part]) => only.length === 0 || only.includes(part));
  process.stdout.write('## Hardware report of Vedette\n');
  for (const [, section] of wanted) {
    process.stderr.write(`${section.title} …\n`);
    process.stdout.write(await describeSection(section));
  }
}

// Parts of the board do not keep the process alive.
const alive = setInterval(() => undefined, 1000);
try {
  const wanted = readWanted();
  if (wanted === undefined) process.stdout.write(help);
  else await report(wanted);
  clearInterval(alive);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
