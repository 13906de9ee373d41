/** Slot of a virtual board. */
type SlotName = 'A' | 'B';

interface Slot {
  readonly version: string;
  readonly state: 'good' | 'trial' | 'bad';
}

/** Slots of a virtual board, as they are recorded. */
export interface VirtualSlots {
  /** Slot that a start enters when no other is to be tried. */
  readonly committed: SlotName;
  /** Slot that was entered last. */
  readonly running: SlotName;
  /** Slot that the next start tries, once. */
  readonly next?: SlotName | undefined;
  readonly slots: Readonly<Partial<Record<SlotName, Slot>>>;
}

/** Slots of a new device: its program is in A. */
export function firstSlots(version: string): VirtualSlots {
  return { committed: 'A', running: 'A', slots: { A: { version, state: 'good' } } };
}

/** The slot that an update is written to. */
export function otherSlot({ running }: VirtualSlots): SlotName {
  return running === 'A' ? 'B' : 'A';
}

function withState(slots: VirtualSlots, name: SlotName, state: Slot['state']): VirtualSlots['slots'] {
  const slot = slots.slots[name];
  return slot === undefined ? slots.slots : { ...slots.slots, [name]: { ...slot, state } };
}

/** Start of the device: enters the slot that waits to be tried, or leaves one that was tried and not confirmed. */
export function start(slots: VirtualSlots): VirtualSlots {
  const { next, running, committed } = slots;
  if (next !== undefined) return { ...slots, running: next, next: undefined };
  if (running === committed) return slots;
  return { ...slots, running: committed, slots: withState(slots, running, 'bad') };
}

/** A version was written to the other slot: the next start tries it. */
export function written(slots: VirtualSlots, version: string): VirtualSlots {
  const name = otherSlot(slots);
  return { ...slots, next: name, slots: { ...slots.slots, [name]: { version, state: 'trial' } } };
}

/** The other slot is about to be written: it cannot be started. */
export function emptied(slots: VirtualSlots): VirtualSlots {
  const { [otherSlot(slots)]: _gone, ...kept } = slots.slots;
  return { ...slots, next: undefined, slots: kept };
}

/** The running slot is good: every later start enters it. */
export function confirmed(slots: VirtualSlots): VirtualSlots {
  return { ...slots, committed: slots.running, slots: withState(slots, slots.running, 'good') };
}
