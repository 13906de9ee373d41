/** Places of the emulated board: what scripts/board-rig sets up before the tests start. */
export const camera: string = process.env.VEDETTE_RIG_CAMERA ?? '/dev/video0';
