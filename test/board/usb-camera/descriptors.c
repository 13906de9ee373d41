/* Descriptors of the camera: USB 2.0 chapter 9, UVC 1.1 chapter 3. */
#include "descriptors.h"

#include <string.h>

#include "bytes.h"
#include "controls.h"
#include "formats.h"

enum { DEVICE = 1, CONFIGURATION = 2, STRING = 3 };
/* Classes and subtypes of UVC. */
enum { VIDEO_CLASS = 14, CONTROL_INTERFACE = 1, STREAMING_INTERFACE = 2, CLASS_INTERFACE = 0x24, OUTPUT_TERMINAL = 3 };

/* Descriptors that follow each other. */
typedef struct {
  uint8_t *data;
  int length;
} Writer;

#define APPEND(writer, ...) append(writer, (const uint8_t[]){ __VA_ARGS__ }, (int)sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void append(Writer *writer, const uint8_t *bytes, int length)
{
  memcpy(writer->data + writer->length, bytes, (size_t)length);
  writer->length += length;
}

static void append_control_interface(Writer *writer)
{
  uint32_t terminal = controls_bits(ENTITY_TERMINAL), unit = controls_bits(ENTITY_UNIT);
  APPEND(writer, 8, 11, 0, 2, VIDEO_CLASS, 3, 0, 0);
  APPEND(writer, 9, 4, 0, 0, 1, VIDEO_CLASS, CONTROL_INTERFACE, 0, 0);
  int start = writer->length;
  APPEND(writer, 13, CLASS_INTERFACE, 1, 0x10, 0x01, 0, 0, 0x00, 0x6c, 0xdc, 0x02, 1, 1);
  APPEND(writer, 18, CLASS_INTERFACE, 2, ENTITY_TERMINAL, 0x01, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 3, (uint8_t)terminal,
         (uint8_t)(terminal >> 8), (uint8_t)(terminal >> 16));
  APPEND(writer, 12, CLASS_INTERFACE, 5, ENTITY_UNIT, ENTITY_TERMINAL, 0, 0, 2, (uint8_t)unit, (uint8_t)(unit >> 8), 0, 0);
  APPEND(writer, 9, CLASS_INTERFACE, 3, OUTPUT_TERMINAL, 0x01, 0x01, 0, ENTITY_UNIT, 0);
  put_number(writer->data + start + 5, (uint32_t)(writer->length - start), 2);
  APPEND(writer, 7, 5, 0x80 | STATUS_ENDPOINT, 3, 16, 0, 8);
  APPEND(writer, 5, 0x25, 3, 16, 0);
}

/* Formats without sampling structure have a GUID of their four letters. */
#define GUID(a, b, c, d) a, b, c, d, 0, 0, 16, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71

static void append_format(Writer *writer, const Format *format, uint8_t number)
{
  uint8_t sizes = (uint8_t)format->count;
  switch (format->kind) {
    case KIND_YUYV:
      APPEND(writer, 27, CLASS_INTERFACE, 4, number, sizes, GUID('Y', 'U', 'Y', '2'), 16, 1, 0, 0, 0, 0);
      break;
    case KIND_MJPEG: APPEND(writer, 11, CLASS_INTERFACE, 6, number, sizes, 0, 1, 0, 0, 0, 0); break;
    case KIND_H264:
      APPEND(writer, 28, CLASS_INTERFACE, 16, number, sizes, GUID('H', '2', '6', '4'), 0, 1, 0, 0, 0, 0, 1);
      break;
  }
}

/* Frame descriptors have one layout, apart from the size of a picture, which frame-based formats (H.264) lack. */
static void append_size(Writer *writer, const Format *format, const Size *size, uint8_t number)
{
  static const uint8_t subtypes[] = { [KIND_YUYV] = 5, [KIND_MJPEG] = 7, [KIND_H264] = 17 };
  bool frame_based = format->kind == KIND_H264;
  uint32_t interval = 10000000u / (uint32_t)size->rates[0], slow = 10000000u / (uint32_t)size->rates[1];
  uint8_t *d = writer->data + writer->length;
  const uint8_t head[] = { 34, CLASS_INTERFACE, subtypes[format->kind], number, 0 };
  memcpy(d, head, sizeof head);
  put_number(d + 5, (uint32_t)size->width, 2);
  put_number(d + 7, (uint32_t)size->height, 2);
  put_number(d + 9, 1000000, 4);
  put_number(d + 13, 100000000, 4);
  if (frame_based) {
    put_number(d + 17, interval, 4);
    put_number(d + 21, 2, 1);
    put_number(d + 22, 0, 4);
  } else {
    put_number(d + 17, 2 * (uint32_t)size->width * (uint32_t)size->height, 4);
    put_number(d + 21, interval, 4);
    put_number(d + 25, 2, 1);
  }
  put_number(d + 26, interval, 4);
  put_number(d + 30, slow, 4);
  writer->length += 34;
}

static void append_streaming_interface(Writer *writer, bool isochronous)
{
  int start, count = formats_count();
  APPEND(writer, 9, 4, 1, 0, isochronous ? 0 : 1, VIDEO_CLASS, STREAMING_INTERFACE, 0, 0);
  start = writer->length;
  APPEND(writer, (uint8_t)(13 + count), CLASS_INTERFACE, 1, (uint8_t)count, 0, 0, 0x80 | VIDEO_ENDPOINT, 0, OUTPUT_TERMINAL, 0, 0, 0, 1);
  for (int i = 0; i < count; i++)
    APPEND(writer, 0);
  for (int i = 0; i < count; i++) {
    const Format *format = formats_at(i);
    append_format(writer, format, (uint8_t)(i + 1));
    for (int s = 0; s < format->count; s++)
      append_size(writer, format, &format->sizes[s], (uint8_t)(s + 1));
    APPEND(writer, 6, CLASS_INTERFACE, 13, 1, 1, 4);
  }
  put_number(writer->data + start + 4, (uint32_t)(writer->length - start), 2);
  if (isochronous) {
    APPEND(writer, 9, 4, 1, 1, 1, VIDEO_CLASS, STREAMING_INTERFACE, 0, 0);
    APPEND(writer, 7, 5, 0x80 | VIDEO_ENDPOINT, 5, 0x00, 0x14, 1);
  } else {
    APPEND(writer, 7, 5, 0x80 | VIDEO_ENDPOINT, 2, 0x00, 0x02, 0);
  }
}

static int configuration(bool isochronous, uint8_t *data)
{
  Writer writer = { data, 9 };
  append_control_interface(&writer);
  append_streaming_interface(&writer, isochronous);
  const uint8_t head[] = { 9, CONFIGURATION, (uint8_t)writer.length, (uint8_t)(writer.length >> 8), 2, 1, 0, 0x80, 250 };
  memcpy(data, head, sizeof head);
  return writer.length;
}

static int string(int index, int serial, uint8_t *data)
{
  char number[] = { '0', '0', '0', (char)('1' + serial), 0 }, name[] = "Simulated USB camera 1";
  const char *const texts[] = { "", "Vedette", name, number };
  name[sizeof name - 2] = number[3];
  if (index < 0 || index > 3)
    return -1;
  size_t letters = strlen(texts[index]);
  int length = index == 0 ? 4 : 2 + 2 * (int)letters;
  data[0] = (uint8_t)length;
  data[1] = STRING;
  put_number(data + 2, 0x0409, 2);
  for (size_t i = 0; i < letters; i++)
    put_number(data + 2 + 2 * i, (uint8_t)texts[index][i], 2);
  return length;
}

int descriptor(int type, int index, bool isochronous, int serial, uint8_t *data)
{
  static const uint8_t device[] = { 18, DEVICE, 0, 2, 0xef, 2, 1, 64, 0x6b, 0x1d, 0x02, 0x01, 0, 1, 1, 2, 3, 1 };
  switch (type) {
    case DEVICE: memcpy(data, device, sizeof device); return (int)sizeof device;
    case CONFIGURATION: return configuration(isochronous, data);
    case STRING: return string(index, serial, data);
    default: return -1;
  }
}
