/* Bitmaps that are blended into frames of planar or semi-planar YCbCr 4:2:0; their places and sizes are even. */
#pragma once
#include <gst/video/video.h>

#include "osd-layers.h"
#include "osd-text.h"

typedef struct {
  gint x; /* place in the frame */
  gint y;
  gint width;
  gint height;
  guint8 *luma; /* premultiplied with alpha, as chroma */
  guint8 *alpha;
  guint8 *chroma[2]; /* Cb, Cr: a sample for four pixels */
  guint8 *chroma_alpha;
} OsdBitmap;

/* A text over its box, or with an outline where it has none. */
OsdBitmap *osd_bitmap_from_text(const OsdGlyphs *glyphs, const OsdLayer *layer, gboolean small, const GstVideoInfo *info);
/* An image scaled by area. */
OsdBitmap *osd_bitmap_from_image(const OsdLayer *layer, gint width, gint height, const GstVideoInfo *info);
void osd_bitmap_free(OsdBitmap *bitmap);
/* Blends into a frame that is mapped for reading and writing; what is outside is left out. */
void osd_bitmap_blend(const OsdBitmap *bitmap, GstVideoFrame *frame);
