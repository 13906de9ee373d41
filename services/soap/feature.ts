import type { Handlers, OperationMap } from './service.ts';

/** Operations that are offered together, and what the capabilities of the service say because of them. */
export interface Feature<Offered, Capabilities> {
  readonly handlers: Offered;
  readonly capabilities: Capabilities;
}

/** True where every one of the operations has a handler: what a capability flag says of them. */
export function offers<Operations extends OperationMap<Operations>>(
  handlers: Handlers<Operations>,
  ...names: readonly (keyof Operations)[]
): boolean {
  return names.every((name) => typeof handlers[name] === 'function');
}
