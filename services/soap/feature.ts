import type { Handlers, OperationMap } from './service.ts';

/** Operations that are offered together, with their part of the service's capabilities. */
export interface Feature<Offered, Capabilities> {
  readonly handlers: Offered;
  readonly capabilities: Capabilities;
}

/** Capability flag: true when all these operations have a handler. */
export function offers<Operations extends OperationMap<Operations>>(
  handlers: Handlers<Operations>,
  ...names: readonly (keyof Operations)[]
): boolean {
  return names.every((name) => typeof handlers[name] === 'function');
}
