/** Hz of the tone that the virtual board's microphone hears among its speech-like sound. */
export const testTone = 1000;
