/** Packages that ship no types. */
declare module 'koa-xml-body' {
  const middleware: unknown;
  export = middleware;
}
