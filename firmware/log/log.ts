import { type Logger, pino } from 'pino';
import { LineWriter, openStandardError } from './line-writer.ts';

/**
 * The log of one process, JSON lines on standard error. Nothing waits for its reader: lines that nobody takes are lost, and
 * their number is told later. Secrets are not given to it; what could carry one by accident is redacted as well.
 */
export function createLog(name: string): Logger {
  const redact = ['password', '*.password', 'authorization', '*.authorization', 'ha1', '*.ha1', 'key'];
  const writer = new LineWriter(openStandardError(), (lines) => log.warn({ lines }, 'lines of the log were lost'));
  const log = pino({ name, level: process.env.VEDETTE_LOG ?? 'info', redact }, writer);
  process.on('exit', () => writer.flush());
  return log;
}
