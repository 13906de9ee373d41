import { addon } from './addon.ts';

/** Returns memory that the C library holds free to the system: it keeps what a burst of connections took otherwise. */
export function giveMemoryBack(): void {
  addon.giveMemoryBack();
}
