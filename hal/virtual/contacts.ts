/** Contacts of simulated relays and levels of simulated inputs, by id. */

type Listener = (value: boolean) => void;

const contacts = new Map<string, boolean>();
const inputs = new Map<string, boolean>();
const inputListeners = new Map<string, Set<Listener>>();

const contactListeners = new Set<() => void>();

/** Moves the contact of a simulated relay or switch. */
export function moveVirtualContact(id: string, closed: boolean): void {
  if (contacts.get(id) === closed) return;
  contacts.set(id, closed);
  for (const listener of [...contactListeners]) listener();
}

/** All simulated contacts: whether each is closed, by its id. */
export function virtualContacts(): ReadonlyMap<string, boolean> {
  return contacts;
}

/** Calls at each change of any simulated contact. Returns the unsubscribe function. */
export function onVirtualContact(listener: () => void): () => void {
  contactListeners.add(listener);
  return () => {
    contactListeners.delete(listener);
  };
}

/** Whether the contact of a simulated relay is closed; undefined for an unknown relay. @internal */
export function virtualContact(id: string): boolean | undefined {
  return contacts.get(id);
}

/** Sets the level of a simulated input: active while its contact is closed. */
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
