import { type LogFn, type Logger, pino } from 'pino';
import { LineWriter, openStandardError } from './line-writer.ts';
import { LogRate } from './log-rate.ts';
import { plainError, withoutUserInfo } from './plain-error.ts';

/** Levels of pino from which on lines are counted: who asks for details wants all of them. */
const counted = 30;

/** The kind of a line: its room and its text, which holds no input. */
function kindOf(logger: Logger, args: Parameters<LogFn>): string {
  const [fields, text] = args as readonly unknown[];
  const line = typeof fields === 'string' ? fields : text;
  return `${String(logger.bindings().room ?? '')} ${typeof line === 'string' ? line : ''}`;
}

/** Drops lines of a kind that come too often, and says later how many. */
function limited(): (this: Logger, args: Parameters<LogFn>, write: LogFn, level: number) => void {
  const rate = new LogRate();
  return function limit(args, write, level): void {
    const kind = level < counted ? undefined : kindOf(this, args);
    const dropped = kind === undefined ? 0 : rate.take(kind);
    if (dropped === undefined) return;
    write.apply(this, args);
    if (dropped > 0) write.apply(this, [{ dropped }, 'lines like the last were left out']);
  };
}

/**
 * Log of one process, JSON lines on standard error. Logging never waits: lines that a slow reader does not take are dropped and
 * their number is logged later. Members that could carry a secret are redacted, errors are reduced to what they say, and
 * lines of one kind are bounded in number.
 *
 * @param onLine takes each line that is written
 */
export function createLog(name: string, onLine?: (line: string) => void): Logger {
  const redact = ['password', '*.password', 'authorization', '*.authorization', 'ha1', '*.ha1', 'key'];
  const writer = new LineWriter(openStandardError(), (lines) => log.warn({ lines }, 'lines of the log were lost'));
  const options = {
    name,
    level: process.env.VEDETTE_LOG ?? 'info',
    redact,
    serializers: { err: plainError },
    hooks: { logMethod: limited() },
  };
  const write = (sent: string): void => {
    const line = withoutUserInfo(sent);
    writer.write(line);
    onLine?.(line);
  };
  const log = pino(options, { write });
  process.on('exit', () => writer.flush());
  return log;
}
