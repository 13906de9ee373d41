/** Facility `local0`; a message's priority is eight times that, plus the severity (RFC 5424 6.2.1). */
const facility = 16;

/** Severity of the least level of pino that has it. */
const severities: readonly (readonly [level: number, severity: number])[] = [
  [60, 2],
  [50, 3],
  [40, 4],
  [30, 6],
  [0, 7],
];

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(line: string): Fields {
  try {
    return JSON.parse(line) as Fields;
  } catch {
    return { msg: line.trimEnd() };
  }
}

/** A name of the header: visible ASCII characters, `-` for none. */
function name(text: unknown, longest: number): string {
  return (
    String(text ?? '')
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, longest) || '-'
  );
}

function messageOf(err: unknown): unknown {
  return typeof err === 'object' && err !== null && 'message' in err ? err.message : err;
}

/**
 * A JSON line of the log as a syslog message (RFC 5424), framed by its length (RFC 6587 3.4.1): host, `vedette`, process id, and
 * the room of the line as message id; then its text, and its fields as JSON.
 */
export function syslogMessage(line: string, host: string): Buffer {
  const { level, time, pid, room, msg, name: _name, hostname: _host, err, ...others } = fieldsOf(line);
  const [, severity = 6] = severities.find(([least]) => Number(level ?? 30) >= least) ?? [];
  const at = new Date(Number(time ?? Number.NaN));
  const stamp = Number.isNaN(at.getTime()) ? '-' : at.toISOString();
  const fields = { ...others, ...(err !== undefined && { error: messageOf(err) }) };
  const text = Object.keys(fields).length === 0 ? `${msg}` : `${msg} ${JSON.stringify(fields)}`;
  const header = `<${facility * 8 + severity}>1 ${stamp} ${name(host, 255)} vedette ${name(pid, 128)} ${name(room, 32)} -`;
  const message = Buffer.from(`${header} ${text.replace(/[\r\n]+/g, ' ')}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
