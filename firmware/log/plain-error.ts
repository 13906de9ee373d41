/** Causes that are followed. */
const deepest = 4;

interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: PlainError;
}

function plain(error: Error, depth: number): PlainError {
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause instanceof Error && depth < deepest && { cause: plain(error.cause, depth + 1) }),
  };
}

/**
 * What the log tells of an error: these members and no other. Errors of the HTTP parser carry the bytes of the request
 * with them, passwords included.
 */
export function plainError(error: unknown): unknown {
  return error instanceof Error ? plain(error, 0) : typeof error === 'string' ? error : typeof error;
}

/** A line of the log without the user and password of any URI in it. */
export function withoutUserInfo(line: string): string {
  return line.includes('@') ? line.replace(/:\/\/[^/@\s"]+@/g, '://') : line;
}
