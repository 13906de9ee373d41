/* Privacy masks as they are drawn into frames of one format: spans of cells of 2x2 pixels, so that no chroma shows through. */
#pragma once
#include <gst/video/video.h>

#include "mask-grid.h"

#define MASK_CELL 2

typedef struct {
  gint row; /* of cells */
  gint from;
  gint to; /* behind the last */
} MaskSpan;

typedef struct {
  guint8 color[GST_VIDEO_MAX_COMPONENTS];
  GArray *spans; /* of MaskSpan */
} MaskArea;

typedef struct {
  GArray *solid;    /* of MaskArea, one for each mask */
  GArray *mosaic;   /* of MaskSpan */
  GArray *blurred;  /* of MaskSpan */
} MaskDrawing;

MaskDrawing *mask_drawing_new(void);
void mask_drawing_free(MaskDrawing *drawing);
/* Appends the covered cells of a grid as spans. */
void mask_spans_append(GArray *spans, const MaskGrid *grid);
/* Adds an area of one colour; `color` as in Mask. */
void mask_drawing_add_solid(MaskDrawing *drawing, const MaskGrid *grid, const GstVideoInfo *info, gboolean rgb,
                            const double color[3]);
/* Draws into a frame that is mapped for reading and writing. */
void mask_draw(const MaskDrawing *drawing, GstVideoFrame *frame);
/* Components in the colorimetry of a format of RGB, or of YCbCr with video range. */
void mask_color_of(const GstVideoInfo *info, gboolean rgb, const double color[3], guint8 *components);
