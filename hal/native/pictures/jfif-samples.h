/* Samples of video turned into those of JFIF: full range, matrix of BT.601. */
#pragma once
#include <gst/video/video.h>

typedef struct {
  /* Multipliers of chroma, 1/128: what Cb and Cr of the picture give to new Cb and Cr. */
  gint16 cb_cb, cb_cr, cr_cb, cr_cr;
  /* Multipliers of chroma for luma, 1/256; both 0 where the matrix is that of BT.601. */
  gint16 y_cb, y_cr;
} JfifSamples;

/* False for pictures that have samples of JFIF already. */
gboolean jfif_samples_init(JfifSamples *samples, const GstVideoColorimetry *colorimetry);
/* Converts a row of chroma samples; `offsets`, one for each, are what is to be added to the luma beside them. */
void jfif_samples_chroma(const JfifSamples *samples, guint8 *cb, guint8 *cr, gint16 *offsets, gsize count);
/* Converts a row of luma samples. `offsets`: for each sample; NULL for none. */
void jfif_samples_luma(guint8 *luma, const gint16 *offsets, gsize count);
/* Repeats each of `count` offsets, in place, so that they fit a row of twice as many luma samples. */
void jfif_samples_widen(gint16 *offsets, gsize count);
