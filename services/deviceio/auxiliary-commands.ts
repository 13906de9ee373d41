import type { Auxiliary, AuxiliaryState } from '../../hal/ports/auxiliary.ts';
import { Fault } from '../faults/fault.ts';
import { hardwareFault } from '../faults/hardware-fault.ts';

/** Names that the standard reserves; they carry its prefix (ONVIF Core, SendAuxiliaryCommand). */
const reserved: ReadonlySet<string> = new Set(['Wiper', 'Washer', 'WashingProcedure', 'IRLamp']);

/** Commands of the device as clients send them: `tt:Wiper|On`. */
export function auxiliaryCommands({ names }: Auxiliary): readonly string[] {
  return [...names].flatMap(([name, states]) => states.map((state) => commandOf(name, state)));
}

function commandOf(name: string, state: AuxiliaryState): string {
  return `${reserved.has(name) ? 'tt:' : ''}${name}|${state}`;
}

/**
 * Executes a command that a client sent; the answer is the command as the device names it.
 * Faults: AuxiliaryDataNotSupported, Action.
 */
export async function sendAuxiliaryCommand(auxiliary: Auxiliary, sent: string): Promise<string> {
  const wanted = sent.trim();
  for (const [name, states] of auxiliary.names) {
    const state = states.find((one) => commandOf(name, one) === wanted);
    if (state === undefined) continue;
    try {
      await auxiliary.set(name, state);
    } catch (error) {
      throw hardwareFault(error, { unsupported: 'AuxiliaryDataNotSupported' });
    }
    return wanted;
  }
  throw new Fault('AuxiliaryDataNotSupported', `Auxiliary command not supported: ${wanted.slice(0, 64)}`);
}
