import type { Chapter } from './row.ts';

/** The codecs (COD). */
export const codecChapters: readonly Chapter[] = [
  {
    title: 'Codecs',
    rows: [
      { id: 'COD-01', feature: 'JPEG', condition: 'with Media' },
      {
        id: 'COD-02',
        feature: 'H.264 with packetization mode, profile and parameter sets in SDP',
        condition: 'Profile T',
      },
      { id: 'COD-03', feature: 'H.265 by Media2', condition: 'optional' },
      {
        id: 'COD-04',
        feature: 'MPEG-4 part 2',
        condition: 'optional',
        notOffered: 'the only encoder element at hand, avenc_mpeg4 of GStreamer 1.22, gives all pictures the same time',
      },
      { id: 'COD-10', feature: 'G.711', condition: 'with audio' },
      { id: 'COD-11', feature: 'G.726 at 16, 24, 32 and 40 kbit/s', condition: 'optional' },
      { id: 'COD-12', feature: 'AAC as mpeg4-generic', condition: 'optional' },
      { id: 'COD-13', feature: 'decoders of the backchannel', condition: 'with audio outputs' },
      { id: 'COD-14', feature: 'names of the codecs in Media and Media2', condition: 'always' },
    ],
  },
];
