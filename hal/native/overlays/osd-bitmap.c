/* Bitmaps of the on-screen display: made once a change, blended into each frame. */
#include "osd-bitmap.h"

#include <math.h>
#include <string.h>

#include "mask-draw.h"

/* Box behind small characters, whose outline would close them. */
static const OsdColor dark_box = { FALSE, { 16, 128, 128 }, 0.6 };
static const OsdColor dark = { FALSE, { 16, 128, 128 }, 1 };

/* A pixel premultiplied with its alpha, 0..255. */
typedef struct {
  double y, cb, cr, alpha;
} Pixel;

static OsdBitmap *bitmap_new(gint width, gint height)
{
  OsdBitmap *bitmap = g_new0(OsdBitmap, 1);
  bitmap->width = (width + 1) & ~1;
  bitmap->height = (height + 1) & ~1;
  gsize pixels = (gsize)bitmap->width * (gsize)bitmap->height;
  bitmap->luma = g_malloc0(pixels);
  bitmap->alpha = g_malloc0(pixels);
  bitmap->chroma[0] = g_malloc0(pixels / 4);
  bitmap->chroma[1] = g_malloc0(pixels / 4);
  bitmap->chroma_alpha = g_malloc0(pixels / 4);
  return bitmap;
}

void osd_bitmap_free(OsdBitmap *bitmap)
{
  g_free(bitmap->luma);
  g_free(bitmap->alpha);
  g_free(bitmap->chroma[0]);
  g_free(bitmap->chroma[1]);
  g_free(bitmap->chroma_alpha);
  g_free(bitmap);
}

static guint8 octet(double value)
{
  return (guint8)CLAMP(lround(value), 0, 255);
}

typedef Pixel (*PixelAt)(gconstpointer source, gint x, gint y);

/* Fills a bitmap: chroma is the mean of four premultiplied pixels. */
static void fill(OsdBitmap *bitmap, PixelAt pixel_at, gconstpointer source)
{
  for (gint y = 0; y < bitmap->height; y += 2)
    for (gint x = 0; x < bitmap->width; x += 2) {
      Pixel sum = { 0 };
      for (gint i = 0; i < 4; i++) {
        Pixel pixel = pixel_at(source, x + (i & 1), y + (i >> 1));
        gsize at = (gsize)(y + (i >> 1)) * (gsize)bitmap->width + (gsize)(x + (i & 1));
        bitmap->luma[at] = octet(pixel.y);
        bitmap->alpha[at] = octet(pixel.alpha);
        sum = (Pixel){ 0, sum.cb + pixel.cb, sum.cr + pixel.cr, sum.alpha + pixel.alpha };
      }
      gsize at = (gsize)(y / 2) * (gsize)(bitmap->width / 2) + (gsize)(x / 2);
      bitmap->chroma[0][at] = octet(sum.cb / 4);
      bitmap->chroma[1][at] = octet(sum.cr / 4);
      bitmap->chroma_alpha[at] = octet(sum.alpha / 4);
    }
}

typedef struct {
  const OsdGlyphs *glyphs;
  Pixel text, halo, box; /* of full coverage */
} TextSource;

static Pixel pixel_of(const OsdColor *color, const GstVideoInfo *info)
{
  guint8 parts[GST_VIDEO_MAX_COMPONENTS];
  mask_color_of(info, color->rgb, color->values, parts);
  double alpha = CLAMP(color->alpha, 0, 1);
  return (Pixel){ parts[0] * alpha, parts[1] * alpha, parts[2] * alpha, 255 * alpha };
}

/* Lays part of a pixel over another. */
static Pixel over(Pixel below, Pixel above, double part)
{
  double rest = 1 - above.alpha * part / 255;
  return (Pixel){ below.y * rest + above.y * part, below.cb * rest + above.cb * part, below.cr * rest + above.cr * part,
                  below.alpha * rest + above.alpha * part };
}

static Pixel text_pixel(gconstpointer data, gint x, gint y)
{
  const TextSource *source = data;
  const OsdGlyphs *glyphs = source->glyphs;
  if (x >= glyphs->width || y >= glyphs->height)
    return source->box;
  gsize at = (gsize)y * (gsize)glyphs->width + (gsize)x;
  Pixel pixel = source->box;
  if (source->halo.alpha > 0)
    pixel = over(pixel, source->halo, glyphs->halo[at] / 255.0);
  return over(pixel, source->text, glyphs->text[at] / 255.0);
}

OsdBitmap *osd_bitmap_from_text(const OsdGlyphs *glyphs, const OsdLayer *layer, gboolean small, const GstVideoInfo *info)
{
  OsdBitmap *bitmap = bitmap_new(glyphs->width, glyphs->height);
  TextSource source = { .glyphs = glyphs, .text = pixel_of(&layer->color, info) };
  OsdColor outline = dark;
  outline.alpha = layer->color.alpha; /* an outline is no stronger than its text */
  if (layer->boxed)
    source.box = pixel_of(&layer->box, info);
  else if (small) {
    OsdColor box = dark_box;
    box.alpha *= layer->color.alpha;
    source.box = pixel_of(&box, info);
  } else
    source.halo = pixel_of(&outline, info);
  fill(bitmap, text_pixel, &source);
  return bitmap;
}

typedef struct {
  const OsdLayer *layer;
  gint width, height; /* of the result */
  double kr, kb;
  gboolean full; /* range of the frame */
} ImageSource;

/* Mean of the image's pixels that a pixel of the result covers, whole ones only; at least one. */
static void mean_of(const ImageSource *source, gint x, gint y, double rgba[4])
{
  const OsdLayer *layer = source->layer;
  gint left = (gint)((gint64)x * layer->width / source->width), top = (gint)((gint64)y * layer->height / source->height);
  gint right = MAX(left + 1, (gint)((gint64)(x + 1) * layer->width / source->width));
  gint bottom = MAX(top + 1, (gint)((gint64)(y + 1) * layer->height / source->height));
  for (gint row = top; row < bottom; row++)
    for (gint column = left; column < right; column++) {
      const guint8 *pixel = layer->pixels + ((gsize)row * (gsize)layer->width + (gsize)column) * 4;
      for (gint i = 0; i < 4; i++)
        rgba[i] += pixel[i];
    }
  for (gint i = 0; i < 4; i++)
    rgba[i] /= (right - left) * (bottom - top);
}

static Pixel image_pixel(gconstpointer data, gint x, gint y)
{
  const ImageSource *source = data;
  double rgba[4] = { 0 };
  if (x >= source->width || y >= source->height)
    return (Pixel){ 0 };
  mean_of(source, x, y, rgba);
  double part = rgba[3] / 255, luma = source->kr * rgba[0] + (1 - source->kr - source->kb) * rgba[1] + source->kb * rgba[2];
  double cb = (rgba[2] - luma) / (2 * (1 - source->kb)), cr = (rgba[0] - luma) / (2 * (1 - source->kr));
  double rise = source->full ? 1 : 219.0 / 255, spread = source->full ? 1 : 224.0 / 255;
  return (Pixel){ luma * rise + (source->full ? 0 : 16 * part), cb * spread + 128 * part, cr * spread + 128 * part, rgba[3] };
}

OsdBitmap *osd_bitmap_from_image(const OsdLayer *layer, gint width, gint height, const GstVideoInfo *info)
{
  const GstVideoColorimetry *colors = &GST_VIDEO_INFO_COLORIMETRY(info);
  ImageSource source = { layer, width, height, 0.299, 0.114, colors->range == GST_VIDEO_COLOR_RANGE_0_255 };
  gst_video_color_matrix_get_Kr_Kb(colors->matrix, &source.kr, &source.kb);
  OsdBitmap *bitmap = bitmap_new(width, height);
  fill(bitmap, image_pixel, &source);
  return bitmap;
}

/* Rounds a product of two octets divided by 255, exact for all of them. */
static inline guint8 part_of(guint8 value, guint8 part)
{
  guint16 product = (guint16)(value * part + 128);
  return (guint8)((product + (product >> 8)) >> 8);
}

static void blend_row(guint8 *to, gint pixel, const guint8 *color, const guint8 *alpha, gint count)
{
  if (pixel == 1)
    for (gint x = 0; x < count; x++)
      to[x] = (guint8)(color[x] + part_of(to[x], (guint8)(255 - alpha[x])));
  else
    for (gint x = 0; x < count; x++)
      to[x * pixel] = (guint8)(color[x] + part_of(to[x * pixel], (guint8)(255 - alpha[x])));
}

static void blend_plane(const OsdBitmap *bitmap, GstVideoFrame *frame, guint component, const guint8 *color,
                        const guint8 *alpha, gint shift)
{
  gint pixel = GST_VIDEO_FRAME_COMP_PSTRIDE(frame, component), stride = GST_VIDEO_FRAME_COMP_STRIDE(frame, component);
  gint width = bitmap->width >> shift, left = bitmap->x >> shift, top = bitmap->y >> shift;
  gint from = MAX(0, -left), to = MIN(width, GST_VIDEO_FRAME_COMP_WIDTH(frame, component) - left);
  guint8 *data = GST_VIDEO_FRAME_COMP_DATA(frame, component);
  for (gint y = 0; y < bitmap->height >> shift; y++) {
    gint row = top + y;
    if (row < 0 || row >= GST_VIDEO_FRAME_COMP_HEIGHT(frame, component) || to <= from)
      continue;
    gsize at = (gsize)y * (gsize)width + (gsize)from;
    blend_row(data + (gssize)row * stride + (left + from) * pixel, pixel, color + at, alpha + at, to - from);
  }
}

void osd_bitmap_blend(const OsdBitmap *bitmap, GstVideoFrame *frame)
{
  blend_plane(bitmap, frame, GST_VIDEO_COMP_Y, bitmap->luma, bitmap->alpha, 0);
  for (guint i = 0; i < 2; i++)
    blend_plane(bitmap, frame, GST_VIDEO_COMP_U + i, bitmap->chroma[i], bitmap->chroma_alpha, 1);
}
