/**
 * Whether this machine has little memory and a slow processor. `scripts/run` sets VEDETTE_SMALL to 1 where there is less than 1 GiB,
 * and an owner may set it to 0 or 1.
 */
export const isSmallMachine: boolean = process.env.VEDETTE_SMALL === '1';
