import { join } from 'node:path';
import { repositoryRoot } from '../places.ts';

export const cacheFolder: string = join(repositoryRoot, '.cache', 'bench');
export const buildFolder: string = join(cacheFolder, 'build');
export const peersFolder: string = join(repositoryRoot, 'test', 'bench', 'peers');
