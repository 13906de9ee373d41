/* Pictures of the camera: files of MJPEG and H.264, and drawn YUYV. */
#include "formats.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Format formats[] = {
  { KIND_YUYV, "YUYV", NULL,
    { { 640, 360, { 30, 15 }, NULL, NULL, 0 }, { 320, 180, { 30, 15 }, NULL, NULL, 0 }, { 1280, 720, { 10, 5 }, NULL, NULL, 0 } }, 3 },
  { KIND_MJPEG, "MJPG", "mjpeg", { { 1280, 720, { 30, 15 }, NULL, NULL, 0 }, { 640, 360, { 30, 15 }, NULL, NULL, 0 } }, 2 },
  { KIND_H264, "H264", "h264", { { 1280, 720, { 30, 15 }, NULL, NULL, 0 }, { 640, 360, { 30, 15 }, NULL, NULL, 0 } }, 2 },
};
static int format_count;

static uint8_t *read_file(const char *path, size_t *length)
{
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  *length = 0;
  if (file < 0)
    return NULL;
  uint8_t *data = fstat(file, &status) == 0 && status.st_size > 0 ? malloc((size_t)status.st_size) : NULL;
  while (data && *length < (size_t)status.st_size) {
    ssize_t got = read(file, data + *length, (size_t)status.st_size - *length);
    if (got <= 0)
      break;
    *length += (size_t)got;
  }
  close(file);
  return data;
}

/* Pictures begin with a JPEG's start of image, or with an access unit delimiter. */
static void find_pictures(Size *size, size_t length, Kind kind)
{
  static const uint8_t jpeg[] = { 0xff, 0xd8, 0xff }, unit[] = { 0, 0, 0, 1, 9 };
  const uint8_t *mark = kind == KIND_MJPEG ? jpeg : unit;
  size_t bytes = kind == KIND_MJPEG ? sizeof jpeg : sizeof unit;
  size->starts = calloc(length / bytes + 2, sizeof *size->starts);
  for (size_t at = 0; size->starts && at + bytes <= length; at++)
    if (memcmp(size->data + at, mark, bytes) == 0)
      size->starts[size->count++] = at;
  if (size->starts)
    size->starts[size->count] = length;
}

static bool load_size(const char *folder, const Format *format, Size *size)
{
  char path[4096];
  size_t length;
  if (!format->suffix)
    return true;
  snprintf(path, sizeof path, "%s/%dx%d.%s", folder, size->width, size->height, format->suffix);
  size->data = read_file(path, &length);
  if (size->data)
    find_pictures(size, length, format->kind);
  return size->count > 0;
}

static void load_format(const char *folder, Format *format)
{
  int kept = 0;
  for (int i = 0; i < format->count; i++)
    if (load_size(folder, format, &format->sizes[i]))
      format->sizes[kept++] = format->sizes[i];
  format->count = kept;
}

void formats_load(const char *folder, bool bare, bool encoded)
{
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    Format format = formats[i];
    bool empty = bare && format.kind == KIND_H264;
    if (empty)
      format.count = 0;
    else
      load_format(folder, &format);
    if (encoded && format.kind == KIND_YUYV)
      continue;
    if (format.count > 0 || empty)
      formats[format_count++] = format;
  }
}

int formats_count(void)
{
  return format_count;
}

Format *formats_at(int index)
{
  return &formats[index];
}

Size *formats_size(int format, int size)
{
  Format *chosen = &formats[format >= 1 && format <= format_count ? format - 1 : 0];
  return &chosen->sizes[size >= 1 && size <= chosen->count ? size - 1 : 0];
}

static Picture draw(const Size *size, int number, int brightness)
{
  static uint8_t *pixels;
  static size_t room;
  size_t length = 2 * (size_t)size->width * (size_t)size->height;
  int bar = number * 8 % size->width;
  if (length > room) {
    free(pixels);
    pixels = malloc(length);
    room = pixels ? length : 0;
  }
  for (int at = 0; pixels && at < size->width * size->height; at++) {
    int x = at % size->width;
    pixels[2 * at] = x >= bar && x < bar + 16 ? 235 : (uint8_t)brightness;
    pixels[2 * at + 1] = 128;
  }
  return (Picture){ pixels, room < length ? 0 : length };
}

Picture formats_picture(const Size *size, int number, int brightness)
{
  if (!size->data)
    return draw(size, number, brightness);
  int which = number % size->count;
  return (Picture){ size->data + size->starts[which], size->starts[which + 1] - size->starts[which] };
}
