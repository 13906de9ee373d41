/* Formats and pictures of the camera. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { KIND_YUYV, KIND_MJPEG, KIND_H264 } Kind;

typedef struct {
  int width, height;
  int rates[2]; /* pictures a second, the higher first */
  uint8_t *data;
  size_t *starts; /* of pictures in data, and the end */
  int count;
} Size;

typedef struct {
  Kind kind;
  const char *fourcc, *suffix;
  Size sizes[3];
  int count; /* of sizes */
} Format;

typedef struct {
  const uint8_t *data;
  size_t length;
} Picture;

/* Loads WIDTHxHEIGHT.mjpeg and .h264 of the folder. A size without its file is not offered, nor is a format without a size, unless
 * `bare`: then the camera lists H.264 without any size. `encoded`: it has no YUYV. */
void formats_load(const char *folder, bool bare, bool encoded);
int formats_count(void);
Format *formats_at(int index);
/* Returns the size with those numbers of USB, which begin at 1; the first for a number that is none. */
Size *formats_size(int format, int size);
/* Returns the picture with that number; YUYV is drawn, a bar on grey of that brightness. */
Picture formats_picture(const Size *size, int number, int brightness);
