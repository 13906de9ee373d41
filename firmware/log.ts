import { type Logger, pino } from 'pino';

/**
 * The log of one process, JSON lines on standard error. Secrets are not given to it; what could carry one by accident is
 * redacted as well.
 */
export function createLog(name: string): Logger {
  const redact = ['password', '*.password', 'authorization', '*.authorization', 'ha1', '*.ha1', 'key'];
  return pino({ name, level: process.env.VEDETTE_LOG ?? 'info', redact }, pino.destination({ dest: 2, sync: true }));
}
