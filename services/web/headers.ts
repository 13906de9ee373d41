/** Sources that the page may use: files of the camera alone, and pictures that it makes itself. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  'media-src blob:',
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types soap',
].join('; ');

/** Header fields of every file of the page. */
const strictHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=(), usb=()',
};

/** Fields of a reply: browsers complain about an opener policy over plain HTTP. */
export function headersFor(origin: string): Readonly<Record<string, string>> {
  return origin.startsWith('https:')
    ? { ...strictHeaders, 'Cross-Origin-Opener-Policy': 'same-origin' }
    : strictHeaders;
}
