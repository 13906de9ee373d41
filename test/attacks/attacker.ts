/** Attacks in a process of its own, so that honest clients are not delayed by it. Usage: attacker.js NAME ADDRESS VICTIM-AS-JSON SECONDS */
import { setMaxListeners } from 'node:events';
import type { Victim } from './attack.ts';
import { attacks } from './kinds/catalogue.ts';

const [, , name, address = '', victim = '', seconds = ''] = process.argv;
const attack = attacks.find((one) => one.name === name);
if (attack === undefined) throw new Error(`no attack ${name}`);
process.on('uncaughtException', () => undefined);
const signal = AbortSignal.timeout(Number(seconds) * 1000);
setMaxListeners(0, signal);
await attack.run(JSON.parse(victim) as Victim, address, signal);
process.exit(0);
