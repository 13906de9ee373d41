import type { AuxiliaryFact } from '../boards/facts/io.ts';
import type { AuxiliarySwitch } from '../ports/auxiliary.ts';
import type { DigitalLines } from '../ports/digital-line.ts';
import { moveVirtualContact } from '../virtual/contacts.ts';

/** Auxiliary switch that has an output of its own, rather than a relay of the board. */
export type SwitchFact = Exclude<AuxiliaryFact, { driver: 'relay' }>;

function openVirtual(id: string): AuxiliarySwitch {
  let on = false;
  const set = (wanted: boolean): void => {
    on = wanted;
    moveVirtualContact(id, wanted);
  };
  set(false);
  return {
    id,
    get on() {
      return on;
    },
    set,
    close: () => set(false),
  };
}

/** Opens an auxiliary switch, switched off. Rejects as the lines do. */
export async function openAuxiliarySwitch(fact: SwitchFact, lines: DigitalLines): Promise<AuxiliarySwitch> {
  const { id } = fact;
  if (fact.driver === 'virtual') return openVirtual(id);
  const output = await lines.openOutput({ line: fact.line, safe: false, purpose: `auxiliary ${id}` });
  return {
    id,
    get on() {
      return output.active;
    },
    set: (on) => output.set(on),
    close: () => output.close(),
  };
}
