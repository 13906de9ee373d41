/* A WAV file of bounded length: a full one is kept as `.1.wav` and a new one begun. */
#pragma once
#include <glib.h>

typedef struct WavFile WavFile;

/* Mono, 16 bit. NULL when `path` cannot be written. */
WavFile *wav_file_open(const char *path, guint rate, guint max_seconds);
/* FALSE when the disk refuses. */
gboolean wav_file_write(WavFile *file, const gint16 *samples, gsize count);
/* Makes the header right for what was written so far. */
gboolean wav_file_sync(WavFile *file);
void wav_file_close(WavFile *file);
