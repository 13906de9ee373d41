/* JPEG pictures: reads their marker segments. */
#include "jpeg-picture.h"

#include <string.h>

enum { SOF0 = 0xC0, DHT = 0xC4, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, DQT = 0xDB, DRI = 0xDD, APP0 = 0xE0 };

/* FNV-1a over class, lengths and values of the tables in annex K (K.3 to K.6), in the order DC 0, AC 0, DC 1, AC 1. */
static const guint64 standard_tables[] = {
  G_GUINT64_CONSTANT(0xd20763841678eae7),
  G_GUINT64_CONSTANT(0xba66a434431ee485),
  G_GUINT64_CONSTANT(0x786ebf459dcb6dbc),
  G_GUINT64_CONSTANT(0x534992d73c8374fc),
};

static guint16 get16(const guint8 *at)
{
  return (guint16)(at[0] << 8 | at[1]);
}

static guint64 hash(const guint8 *bytes, gsize size)
{
  guint64 value = G_GUINT64_CONSTANT(0xcbf29ce484222325);
  for (gsize i = 0; i < size; i++)
    value = (value ^ bytes[i]) * G_GUINT64_CONSTANT(0x100000001b3);
  return value;
}

static gboolean parse_quant(JpegPicture *picture, const guint8 *at, gsize size)
{
  while (size > 0) {
    guint8 id = at[0] & 15;
    gboolean wide = at[0] >> 4 == 1;
    gsize length = 1 + (wide ? 128u : 64u);
    if (id >= JPEG_QUANT_TABLES || at[0] >> 4 > 1 || size < length)
      return FALSE;
    picture->quant[id] = at + 1;
    picture->quant_16bit[id] = wide;
    at += length;
    size -= length;
  }
  return TRUE;
}

/* Notes whether a Huffman table differs from the standard one. */
static gboolean parse_huffman(JpegPicture *picture, const guint8 *at, gsize size)
{
  while (size > 0) {
    gsize length = 17;
    guint place = (at[0] & 15u) * 2 + (at[0] >> 4);
    for (guint i = 1; i <= 16 && size >= 17; i++)
      length += at[i];
    if (size < length)
      return FALSE;
    if (place >= G_N_ELEMENTS(standard_tables) || hash(at, length) != standard_tables[place])
      picture->standard_huffman = FALSE;
    at += length;
    size -= length;
  }
  return TRUE;
}

static gboolean parse_frame(JpegPicture *picture, const guint8 *at, gsize size)
{
  if (size < 6 || at[0] != 8 || (at[5] != 1 && at[5] != 3) || size < 6 + 3u * at[5])
    return FALSE;
  picture->height = get16(at + 1);
  picture->width = get16(at + 3);
  picture->components = at[5];
  for (guint i = 0; i < picture->components; i++) {
    picture->sampling[i] = at[7 + 3 * i];
    picture->selector[i] = at[8 + 3 * i] % JPEG_QUANT_TABLES;
  }
  return picture->width > 0 && picture->height > 0;
}

static gboolean parse_segment(JpegPicture *picture, const JpegSegment *segment)
{
  const guint8 *body = segment->bytes + 4;
  gsize size = segment->size - 4;
  switch (segment->marker) {
  case DQT:
    return parse_quant(picture, body, size);
  case DHT:
    return parse_huffman(picture, body, size);
  case SOF0:
    return parse_frame(picture, body, size);
  case DRI:
    picture->restart_interval = size >= 2 ? get16(body) : 0;
    return size == 2;
  default:
    return segment->marker == APP0;
  }
}

/* Whether a frame is progressive, lossless or arithmetic: SOF1 to SOF15, but for the tables in between. */
static gboolean is_other_frame(guint8 marker)
{
  return marker > SOF0 && marker <= 0xCF && marker != DHT && marker != 0xC8 && marker != 0xCC;
}

static gboolean keep(JpegPicture *picture, const JpegSegment *segment)
{
  gboolean known = segment->marker == APP0 || segment->marker == DQT || segment->marker == DHT ||
                   segment->marker == SOF0 || segment->marker == DRI;
  if (is_other_frame(segment->marker))
    return FALSE;
  if (!known)
    return TRUE; /* comments and application segments are not sent */
  if (picture->segments == JPEG_SEGMENTS || !parse_segment(picture, segment))
    return FALSE;
  picture->segment[picture->segments++] = *segment;
  return TRUE;
}

/* The scan ends before EOI, or with the buffer when an encoder left EOI out. A scan has no 0xFF followed by EOI's code. */
static void set_scan(JpegPicture *picture, const guint8 *at, const guint8 *end)
{
  static const guint8 eoi[] = { 0xFF, EOI };
  const guint8 *found = memmem(at, (gsize)(end - at), eoi, sizeof eoi);
  picture->scan = at;
  picture->scan_size = (gsize)((found ? found : end) - at);
}

gboolean jpeg_picture_parse(JpegPicture *picture, const guint8 *bytes, gsize size)
{
  const guint8 *at = bytes + 2, *end = bytes + size;
  memset(picture, 0, sizeof *picture);
  picture->standard_huffman = TRUE;
  if (size < 4 || bytes[0] != 0xFF || bytes[1] != SOI)
    return FALSE;
  while (end - at >= 4 && at[0] == 0xFF) {
    if (at[1] == 0xFF) { /* fill */
      at++;
      continue;
    }
    JpegSegment segment = { at[1], at, 2u + get16(at + 2) };
    if (segment.size < 4 || segment.size > (gsize)(end - at))
      return FALSE;
    at += segment.size;
    if (segment.marker == SOS) {
      picture->scan_header = segment;
      set_scan(picture, at, end);
      return picture->components > 0 && picture->scan_size > 0;
    }
    if (!keep(picture, &segment))
      return FALSE;
  }
  return FALSE;
}
