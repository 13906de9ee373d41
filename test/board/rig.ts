/** Devices of the emulated board, which scripts/board-rig sets up before the tests start. */
export const camera = '/dev/video0';
/** HDMI input, which can crop. */
export const capture = '/dev/video1';
