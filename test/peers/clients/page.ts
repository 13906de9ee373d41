import { type Client, type Codec, codecs, type Outcome, type Transport, transports } from './matrix.ts';

type Results = ReadonlyMap<string, Outcome>;

export const keyOf = (client: Client, transport: Transport, codec: Codec): string =>
  `${client.name} ${transport} ${codec}`;

const introduction = `# Clients

Written by \`scripts/client-table\`, which starts a camera, switches the codec through Media2, takes each URI from GetStreamUri
and lets each client play it; do not edit. A cell tells what the client decoded without a complaint; by multicast two clients
receive at once; \`websocket\` and \`wss\` go through npm \`ws\` on a local port, because these players know no WebSocket. Sound is
searched for the tone of the virtual microphone. A dash and a number: the client does not speak it, see below the table.
`;

const shown: Readonly<Record<Outcome['kind'], string>> = {
  works: '',
  'not spoken': '–',
  'not offered': 'not offered',
  failed: '**failed**',
};

/** One table for each client, with the messages of its cells below. */
function section(client: Client, version: string, results: Results): string {
  const notes: string[] = [];
  const cell = (transport: Transport, codec: Codec): string => {
    const outcome = results.get(keyOf(client, transport, codec));
    if (outcome === undefined) return '';
    if (outcome.kind === 'works') return outcome.seen;
    const known = notes.indexOf(outcome.message);
    const number = known < 0 ? notes.push(outcome.message) : known + 1;
    return `${shown[outcome.kind]} ${number}`;
  };
  const lines = codecs.map((codec) => `| ${[codec, ...transports.map((one) => cell(one, codec))].join(' | ')} |\n`);
  const head = `| | ${transports.join(' | ')} |\n|---|${transports.map(() => '---|').join('')}\n`;
  const messages = notes.map((note, index) => `${index + 1}. ${note.replaceAll('|', '\\|')}\n`).join('');
  const about = client.remark === undefined ? version : `${version}. ${client.remark}`;
  return `\n## ${client.name}\n\n${about}\n\n${head}${lines.join('')}${messages === '' ? '' : `\n${messages}`}`;
}

/** The text of docs/clients.md. */
export function writePage(clients: readonly Client[], versions: ReadonlyMap<Client, string>, results: Results): string {
  return introduction + clients.map((client) => section(client, versions.get(client) ?? '', results)).join('');
}
