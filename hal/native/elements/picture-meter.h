/* Measures of a camera's pictures that tell covering, blinding, defocusing and turning of the camera. */
#pragma once
#include <gst/video/video.h>

#define PICTURE_CELLS_X 16
#define PICTURE_CELLS_Y 9
#define PICTURE_CELLS (PICTURE_CELLS_X * PICTURE_CELLS_Y)

typedef struct {
  double reference[PICTURE_CELLS]; /* luma as it was over the last half minute */
  gboolean known;
} PictureMeter;

typedef struct {
  double darkest;  /* luma, 0..1, below which a tenth of the pixels are: a text in the picture is less */
  double lightest; /* above which a tenth are */
  double edges;    /* steepness of the sharpest edges, 0..1; -1 for a picture without contrast */
  double likeness; /* to the reference, -1..1 */
} PictureMeasure;

/* Measures one picture, from some of its rows. Returns FALSE for formats without 8-bit luma. */
gboolean picture_meter_take(PictureMeter *meter, const GstVideoInfo *info, GstBuffer *buffer, PictureMeasure *measure);
