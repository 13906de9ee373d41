import { parseArgs } from 'node:util';
import { boards } from '../../hal/boards/catalogue.ts';
import { openBoard } from '../control/open-board.ts';
import { busSection } from './bus-section.ts';
import { cameraSection } from './camera-section.ts';
import { encoderSection } from './encoder-section.ts';
import { partSection } from './part-section.ts';
import type { Consent } from './questions.ts';
import { describeSection } from './report-text.ts';
import { systemSection } from './system-section.ts';

const help = `Tries the hardware of a board and prints a report to paste into an issue. Stop a running camera first.

scripts/hardware-report --board NAME [--board-file FILE] [--yes | --no]

  --board NAME       ${Object.keys(boards).join(', ')}
  --board-file FILE  what differs from the board
  --yes              move motors and filters, switch lamps and relays without asking
  --no               do none of that
`;

interface Wanted {
  readonly board: string;
  readonly boardFile: string | undefined;
  readonly consent: Consent;
}

function readWanted(): Wanted | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { board: text, 'board-file': text, yes: flag, no: flag, help: flag };
  const { values } = parseArgs({ options });
  if (values.help || values.board === undefined) return undefined;
  const consent = values.yes ? 'yes' : values.no ? 'no' : 'ask';
  return { board: values.board, boardFile: values['board-file'], consent };
}

async function report({ board: name, boardFile, consent }: Wanted): Promise<void> {
  const board = await openBoard({ board: name, boardFile, data: '/nonexistent' });
  const sections = [
    systemSection(board),
    busSection,
    encoderSection,
    cameraSection(board),
    partSection(board, consent),
  ];
  process.stdout.write('## Hardware report of Vedette\n');
  for (const section of sections) {
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
