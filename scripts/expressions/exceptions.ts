/** An ambiguous expression that no foreign text of any length reaches. */
interface ExpressionException {
  /** Source file. */
  readonly path: string;
  readonly source: string;
  readonly reason: string;
}

export const exceptions: readonly ExpressionException[] = [
  { path: 'services/rtsp/sdp.ts', source: '%.*$', reason: 'the address of our own socket' },
  { path: 'services/rtsp/delivery/choose-transport.ts', source: '%.*$', reason: 'the address of a socket' },
];

/** Files that make expressions from texts within functions, and why that is safe. */
export const dynamicExpressions: Readonly<Record<string, string>> = {
  'hal/gpio/line-claim.ts': 'a table of the kernel; the number is ours',
  'services/schema/simple/simple-type.ts': 'patterns of the schemas: all of them are made and checked by this script',
};
