import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Loads a module of the kernel: the rig's own build of it if there is one, else the kernel's. */
export function loadModule(name: string): void {
  const underscored = name.replaceAll('-', '_');
  if (new RegExp(`^${underscored} `, 'm').test(readFileSync('/proc/modules', 'latin1'))) return;
  const built = `/mnt/modules/${name}.ko`;
  if (existsSync(built)) execFileSync('insmod', [built]);
  // A module that is part of the kernel cannot be loaded.
  else execFileSync('modprobe', ['-q', '-a', name], { stdio: 'ignore' });
}
