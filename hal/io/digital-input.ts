import type { DigitalInputFact } from '../boards/facts/io.ts';
import type { DigitalInput, DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import { systemClock } from '../system/clock.ts';
import { onVirtualInput, virtualInput } from '../virtual/contacts.ts';
import { SettledLevel } from './settled-level.ts';

/** Longest debounce, ms. */
const longestDebounce = 1000;

/** Opens a simulated input, which setVirtualInput changes. */
function openVirtual(id: string): DigitalInput {
  let onChange: (active: boolean) => void = () => undefined;
  let listening = true;
  const level = new SettledLevel({
    clock: systemClock,
    debounce: 0,
    read: () => virtualInput(id),
    onChange: (active) => onChange(active),
    listen: (wanted) => {
      listening = wanted;
    },
    onChatter: () => undefined,
  });
  const unsubscribe = onVirtualInput(id, () => {
    if (listening) level.edge();
  });
  return {
    get active() {
      return level.active;
    },
    onChange(listener) {
      onChange = listener;
    },
    // A simulated input has no errors.
    onError: () => undefined,
    close() {
      unsubscribe();
      level.close();
    },
  };
}

/** Opens a digital input or tamper switch. Rejects as the lines do, and with HalError 'out-of-range' for the debounce. */
export async function openDigitalInput(fact: DigitalInputFact, lines: DigitalLines): Promise<DigitalInput> {
  if (fact.driver === 'virtual') return openVirtual(fact.id);
  const purpose = `${fact.use === 'tamper' ? 'tamper switch' : 'digital input'} ${fact.id}`;
  if (!(fact.debounce >= 0 && fact.debounce <= longestDebounce)) {
    throw new HalError('out-of-range', `${purpose}: a debounce of ${fact.debounce} ms; it is 0 to ${longestDebounce}`);
  }
  return lines.openInput({ line: fact.line, debounce: fact.debounce, purpose });
}
