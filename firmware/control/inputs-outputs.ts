import type { Board } from '../../hal/boards/board.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import { DigitalInputs } from '../../services/deviceio/digital-inputs.ts';
import { RelayOutputs } from '../../services/deviceio/relay-outputs.ts';
import { SerialPorts } from '../../services/deviceio/serial-ports.ts';
import type { EventSink } from '../../services/events/event-message.ts';
import type { Settings } from '../../services/settings/setting.ts';

/** Relays, digital inputs and serial ports of the board, as services see them. */
export class InputsOutputs {
  readonly relays: RelayOutputs;
  readonly inputs: DigitalInputs;
  readonly serialPorts: SerialPorts;

  constructor(board: Board, settings: Settings, events: EventSink) {
    this.relays = new RelayOutputs(board.relays ?? [], settings, events);
    this.inputs = new DigitalInputs(board.digitalInputs ?? [], settings, events);
    this.serialPorts = new SerialPorts(board.serialPorts ?? [], board.axes ?? [], settings);
  }

  /** The board with the stored settings of its relays and ports: they open with them. */
  stored(board: Board): Board {
    return { ...board, relays: this.relays.facts, serialPorts: this.serialPorts.facts };
  }

  /** Takes the parts that work now. */
  update({ relays, inputs, serialPorts }: Pick<Hardware, 'relays' | 'inputs' | 'serialPorts'>): void {
    this.relays.update(relays);
    this.inputs.update(inputs);
    this.serialPorts.update(serialPorts);
  }
}
