import { type Logger, pino } from 'pino';
import { LineWriter, openStandardError } from './line-writer.ts';

/**
 * Log of one process, JSON lines on standard error. Logging never waits: lines that a slow reader does not take are dropped and
 * their number is logged later. Members that could carry a secret are redacted.
 */
export function createLog(name: string): Logger {
  const redact = ['password', '*.password', 'authorization', '*.authorization', 'ha1', '*.ha1', 'key'];
  const writer = new LineWriter(openStandardError(), (lines) => log.warn({ lines }, 'lines of the log were lost'));
  const log = pino({ name, level: process.env.VEDETTE_LOG ?? 'info', redact }, writer);
  process.on('exit', () => writer.flush());
  return log;
}
