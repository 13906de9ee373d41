/* WAV files of bounded length: a full file is renamed to `.1.wav` and a new one begun. */
#pragma once
#include <glib.h>

typedef struct WavFile WavFile;

/* Opens a mono file of 16 bit. Returns NULL when `path` cannot be written. */
WavFile *wav_file_open(const char *path, guint rate, guint max_seconds);
/* Returns FALSE when writing fails. */
gboolean wav_file_write(WavFile *file, const gint16 *samples, gsize count);
/* Writes the length so far into the header. */
gboolean wav_file_sync(WavFile *file);
void wav_file_close(WavFile *file);
