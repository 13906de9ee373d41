import { openSystemBus, type SystemBus } from '../../hal/machine/dbus/system-bus.ts';
import { lineServer } from '../../hal/machine/service/line-server.ts';
import { createVerbs } from '../../hal/machine/service/verbs.ts';

/** Program of the root service `vedette-machine`: socket-activated, it sets the machine for the firmware and ends when nobody asks. */
const idleTime = 5_000;

let bus: Promise<SystemBus> | undefined;
let end: NodeJS.Timeout | undefined;

const server = lineServer(
  async (request) => {
    clearTimeout(end);
    bus ??= openSystemBus();
    await createVerbs(await bus)(request);
  },
  () => {
    clearTimeout(end);
    end = setTimeout(() => process.exit(0), idleTime);
  },
);

// systemd hands over the listening socket as descriptor 3.
server.listen({ fd: 3 });
