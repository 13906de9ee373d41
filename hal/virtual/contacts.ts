/** Contacts of virtual relays and switches of virtual inputs, by id: what is wired to a board that is not there. */

type Listener = (value: boolean) => void;

const contacts = new Map<string, boolean>();
const inputs = new Map<string, boolean>();
const inputListeners = new Map<string, Set<Listener>>();

/** Moves the contact of a virtual relay. */
export function moveVirtualContact(id: string, closed: boolean): void {
  contacts.set(id, closed);
}

/** Whether the contact of a virtual relay is closed; undefined when there was never one of this name. @internal */
export function virtualContact(id: string): boolean | undefined {
  return contacts.get(id);
}

/** The outside world changes a virtual input: a door opens, somebody tampers. @internal */
export function setVirtualInput(id: string, active: boolean): void {
  if (virtualInput(id) === active) return;
  inputs.set(id, active);
  for (const listener of [...(inputListeners.get(id) ?? [])]) listener(active);
}

/** The level of a virtual input; inactive until somebody sets it. */
export function virtualInput(id: string): boolean {
  return inputs.get(id) ?? false;
}

/** Each change of a virtual input. Returns how to end it. */
export function onVirtualInput(id: string, listener: Listener): () => void {
  const listeners = inputListeners.get(id) ?? new Set();
  inputListeners.set(id, listeners.add(listener));
  return () => {
    listeners.delete(listener);
  };
}
