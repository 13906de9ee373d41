import { HalError, type HalErrorKind, reasonOf } from '../../ports/hal-error.ts';

/** Names of one method on the system bus. */
export interface Method {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/** Connection to the D-Bus of the system. */
export interface SystemBus {
  /** Resolves with the plain value of the reply. Rejects with HalError. */
  call(method: Method, signature?: string, body?: readonly unknown[]): Promise<unknown>;
  /** Tells each signal of that match rule. */
  follow(rule: string, listener: () => void): Promise<void>;
  close(): void;
}

/** Milliseconds of one call; a service that is not running is started first. */
const limit = 25_000;

const kinds: readonly (readonly [RegExp, HalErrorKind])[] = [
  [/InvalidArgs|InvalidArgument|NotSupported\.Value/, 'out-of-range'],
  [/NoSuchLink|UnknownDevice|UnknownObject/, 'gone'],
  [/ServiceUnknown|UnknownMethod|AccessDenied|InteractiveAuthorizationRequired/, 'unsupported'],
];

function busError(error: unknown): HalError {
  const name = String((error as { dbusName?: unknown }).dbusName ?? '');
  const kind = kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'io';
  return new HalError(kind, reasonOf(error), { cause: error });
}

/** Names of a signal. */
interface Signal {
  readonly member?: string;
  readonly path?: string;
}

/** @internal True for a signal that a match rule lets through; the bus sends those of all rules on one connection. */
export function isOfRule({ member, path = '' }: Signal, rule: string): boolean {
  const value = (key: string): string | undefined =>
    rule
      .split(',')
      .find((part) => part.startsWith(`${key}='`))
      ?.slice(key.length + 2, -1);
  const [name, own, above] = [value('member'), value('path'), value('path_namespace')];
  if (name !== undefined && name !== member) return false;
  if (own !== undefined && own !== path) return false;
  return above === undefined || path === above || path.startsWith(`${above}/`);
}

/** Opens a connection; the library is loaded then, and not on machines that need none. */
export async function openSystemBus(): Promise<SystemBus> {
  // A bundle gives a CommonJS package as the default export alone.
  const { default: dbus } = await import('dbus-native');
  const bus = dbus.systemBus();
  const followed: { readonly rule: string; readonly listener: () => void }[] = [];
  bus.connection.on('message', (message: Signal & { readonly type?: number }) => {
    // Type 4 is a signal.
    if (message.type !== 4) return;
    for (const { rule, listener } of followed) if (isOfRule(message, rule)) listener();
  });
  // A connection that ends is noticed by the next call.
  bus.connection.on('error', () => undefined);
  return {
    async call(method, signature, body = []) {
      try {
        const sent = signature === undefined ? method : { ...method, signature, body: [...body] };
        return dbus.toPlain(await bus.invoke(sent, { timeout: limit }));
      } catch (error) {
        throw busError(error);
      }
    },
    async follow(rule, listener) {
      followed.push({ rule, listener });
      await bus.addMatch(rule);
    },
    close: () => bus.connection.end(),
  };
}
