/* Samples of video turned into those of JFIF. */
#include "jfif-samples.h"

/* Range of luma and chroma in video, and in JFIF. */
#define LUMA_SCALE (255.0 / 219.0)
#define CHROMA_SCALE (255.0 / 224.0)
/* LUMA_SCALE - 1, in 1/256. */
#define LUMA_MORE 42

/* Weights of red and blue in luma: BT.601. */
#define RED 0.299
#define BLUE 0.114

static gint16 rounded(double value)
{
  return (gint16)(value < 0 ? value - 0.5 : value + 0.5);
}

/* Multipliers from the chroma of one matrix to luma and chroma of BT.601. RGB is the same before and after. */
static void set_matrix(JfifSamples *samples, double red, double blue)
{
  double green = 1 - red - blue;
  /* Difference of each colour to luma, by Cb and Cr. */
  double red_cr = 2 * (1 - red), blue_cb = 2 * (1 - blue);
  double green_cb = -blue * blue_cb / green, green_cr = -red * red_cr / green;
  double luma_cb = BLUE * blue_cb + (1 - RED - BLUE) * green_cb;
  double luma_cr = RED * red_cr + (1 - RED - BLUE) * green_cr;
  double to_cb = 0.5 / (1 - BLUE), to_cr = 0.5 / (1 - RED);
  samples->cb_cb = rounded(128 * CHROMA_SCALE * to_cb * (blue_cb - luma_cb));
  samples->cb_cr = rounded(128 * CHROMA_SCALE * to_cb * -luma_cr);
  samples->cr_cb = rounded(128 * CHROMA_SCALE * to_cr * -luma_cb);
  samples->cr_cr = rounded(128 * CHROMA_SCALE * to_cr * (red_cr - luma_cr));
  samples->y_cb = rounded(256 * CHROMA_SCALE * luma_cb);
  samples->y_cr = rounded(256 * CHROMA_SCALE * luma_cr);
}

gboolean jfif_samples_init(JfifSamples *samples, const GstVideoColorimetry *colorimetry)
{
  gdouble red, blue;
  if (colorimetry->range == GST_VIDEO_COLOR_RANGE_0_255)
    return FALSE;
  if (!gst_video_color_matrix_get_Kr_Kb(colorimetry->matrix, &red, &blue)) {
    red = RED;
    blue = BLUE;
  }
  set_matrix(samples, red, blue);
  return TRUE;
}

static inline guint8 clamped(gint16 value)
{
  return (guint8)(value < 0 ? 0 : value > 255 ? 255 : value);
}

void jfif_samples_chroma(const JfifSamples *samples, guint8 *restrict cb, guint8 *restrict cr, gint16 *restrict offsets,
                         gsize count)
{
  const JfifSamples s = *samples;
  for (gsize i = 0; i < count; i++) {
    gint16 b = (gint16)(cb[i] - 128), r = (gint16)(cr[i] - 128);
    offsets[i] = (gint16)((gint16)(b * s.y_cb + r * s.y_cr + 128) >> 8);
    cb[i] = clamped((gint16)(128 + ((gint16)(b * s.cb_cb + r * s.cb_cr + 64) >> 7)));
    cr[i] = clamped((gint16)(128 + ((gint16)(b * s.cr_cb + r * s.cr_cr + 64) >> 7)));
  }
}

void jfif_samples_luma(guint8 *restrict luma, const gint16 *restrict offsets, gsize count)
{
  if (!offsets) {
    for (gsize i = 0; i < count; i++) {
      gint16 y = (gint16)(luma[i] - 16);
      luma[i] = clamped((gint16)(y + ((gint16)(y * LUMA_MORE + 128) >> 8)));
    }
    return;
  }
  for (gsize i = 0; i < count; i++) {
    gint16 y = (gint16)(luma[i] - 16);
    luma[i] = clamped((gint16)(y + ((gint16)(y * LUMA_MORE + 128) >> 8) + offsets[i]));
  }
}

void jfif_samples_widen(gint16 *offsets, gsize count)
{
  for (gsize i = count; i-- > 0;)
    offsets[2 * i] = offsets[2 * i + 1] = offsets[i];
}
