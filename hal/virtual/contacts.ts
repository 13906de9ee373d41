/** Contacts of simulated relays and levels of simulated inputs, by id. */

type Listener = (value: boolean) => void;

const contacts = new Map<string, boolean>();
const inputs = new Map<string, boolean>();
const inputListeners = new Map<string, Set<Listener>>();

/** Moves the contact of a simulated relay. */
export function moveVirtualContact(id: string, closed: boolean): void {
  contacts.set(id, closed);
}

/** Whether the contact of a simulated relay is closed; undefined for an unknown relay. @internal */
export function virtualContact(id: string): boolean | undefined {
  return contacts.get(id);
}

/** Sets the level of a simulated input. @internal */
export function setVirtualInput(id: string, active: boolean): void {
  if (virtualInput(id) === active) return;
  inputs.set(id, active);
  for (const listener of [...(inputListeners.get(id) ?? [])]) listener(active);
}

/** Level of a simulated input; inactive until it is set. */
export function virtualInput(id: string): boolean {
  return inputs.get(id) ?? false;
}

/** Calls at each change of a simulated input. Returns the unsubscribe function. */
export function onVirtualInput(id: string, listener: Listener): () => void {
  const listeners = inputListeners.get(id) ?? new Set();
  inputListeners.set(id, listeners.add(listener));
  return () => {
    listeners.delete(listener);
  };
}
