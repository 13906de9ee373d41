/* JPEG pictures (ITU-T T.81 annex B): the parts that RTP needs, not copied. */
#pragma once
#include <glib.h>

#define JPEG_QUANT_TABLES 4
#define JPEG_SEGMENTS 16

/* A marker segment, marker included. */
typedef struct {
  guint8 marker;
  const guint8 *bytes;
  gsize size;
} JpegSegment;

typedef struct {
  guint16 width;
  guint16 height;
  guint8 components;
  guint8 sampling[3];  /* horizontal << 4 | vertical */
  guint8 selector[3];  /* quantization table of each component */
  guint16 restart_interval; /* MCUs, 0 without */
  const guint8 *quant[JPEG_QUANT_TABLES]; /* values in zigzag order, NULL where not defined */
  gboolean quant_16bit[JPEG_QUANT_TABLES];
  gboolean standard_huffman; /* tables of annex K: what RFC 2435 takes for granted */
  JpegSegment segment[JPEG_SEGMENTS]; /* APP0, DQT, SOF, DHT, DRI in their order */
  guint segments;
  JpegSegment scan_header; /* SOS */
  const guint8 *scan; /* entropy-coded data without EOI */
  gsize scan_size;
} JpegPicture;

/* Returns FALSE unless `bytes` are a complete baseline picture in one scan. The result points into `bytes`. */
gboolean jpeg_picture_parse(JpegPicture *picture, const guint8 *bytes, gsize size);
