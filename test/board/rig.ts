/** Places of the emulated board: what scripts/board-rig sets up before the tests start. */
export const camera = '/dev/video0';
/** An HDMI input: it can crop. */
export const capture = '/dev/video1';
