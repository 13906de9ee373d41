/* WAV files (RIFF WAVE, PCM). */
#include "wav-file.h"

#include <stdio.h>
#include <string.h>

#define WAV_HEADER 44

struct WavFile {
  char *path;
  FILE *stream;
  guint rate;
  guint32 octets;
  guint32 limit;
};

static void put32(guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE(value);
  memcpy(at, &value, 4);
}

static gboolean write_header(WavFile *file)
{
  guint8 header[WAV_HEADER] = "RIFF....WAVEfmt \x10\0\0\0\1\0\1\0........\2\0\x10\0data";
  put32(header + 4, file->octets + WAV_HEADER - 8);
  put32(header + 24, file->rate);
  put32(header + 28, file->rate * 2);
  put32(header + 40, file->octets);
  return fseek(file->stream, 0, SEEK_SET) == 0 && fwrite(header, sizeof header, 1, file->stream) == 1 &&
         fseek(file->stream, 0, SEEK_END) == 0 && fflush(file->stream) == 0;
}

static gboolean begin(WavFile *file)
{
  file->octets = 0;
  file->stream = fopen(file->path, "wbe");
  return file->stream && write_header(file);
}

WavFile *wav_file_open(const char *path, guint rate, guint max_seconds)
{
  WavFile *file = g_new0(WavFile, 1);
  file->path = g_strdup(path);
  file->rate = rate;
  file->limit = rate * 2 * max_seconds;
  if (begin(file))
    return file;
  wav_file_close(file);
  return NULL;
}

static gboolean roll_over(WavFile *file)
{
  gsize stem = strlen(file->path) - (g_str_has_suffix(file->path, ".wav") ? 4 : 0);
  char *older = g_strdup_printf("%.*s.1.wav", (int)stem, file->path);
  gboolean moved = write_header(file) && rename(file->path, older) == 0;
  fclose(file->stream);
  file->stream = NULL;
  g_free(older);
  return moved && begin(file);
}

gboolean wav_file_write(WavFile *file, const gint16 *samples, gsize count)
{
  if (file->octets + count * 2 > file->limit && !roll_over(file))
    return FALSE;
  file->octets += (guint32)(count * 2);
  return fwrite(samples, 2, count, file->stream) == count;
}

gboolean wav_file_sync(WavFile *file)
{
  return write_header(file);
}

void wav_file_close(WavFile *file)
{
  if (file->stream) {
    write_header(file);
    fclose(file->stream);
  }
  g_free(file->path);
  g_free(file);
}
