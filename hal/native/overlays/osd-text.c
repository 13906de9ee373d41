/* Text as coverage of pixels. */
#include "osd-text.h"

#include <math.h>
#include <pango/pangoft2.h>

#define FONT "DejaVu Sans"
/* Smallest em to which a text shrinks that is too wide, part of its own em at least, and each step of that. */
#define SMALLEST_EM 8
#define LEAST_PART 0.6
#define SHRINK 0.85
/* Outline: part of an em. */
#define HALO_PART 12

PangoContext *osd_text_context_new(void)
{
  PangoFontMap *map = pango_ft2_font_map_new();
  PangoContext *context = pango_font_map_create_context(map);
  g_object_unref(map);
  return context;
}

static void set_em(PangoLayout *layout, double pixels)
{
  PangoFontDescription *font = pango_font_description_from_string(FONT);
  pango_font_description_set_absolute_size(font, pixels * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

/* Sets the largest em at which the text is not too wide, and breaks its lines where none is. Returns the em. */
static double fit(PangoLayout *layout, double pixels, gint widest, gint highest)
{
  gint width = 0, height = 0;
  double em = pixels;
  set_em(layout, em);
  pango_layout_get_pixel_size(layout, &width, &height);
  while ((width > widest || height > highest) && em * SHRINK >= MAX(SMALLEST_EM, pixels * LEAST_PART)) {
    em *= SHRINK;
    set_em(layout, em);
    pango_layout_get_pixel_size(layout, &width, &height);
  }
  if (width > widest) {
    pango_layout_set_width(layout, widest * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(layout, highest * PANGO_SCALE);
  }
  return em;
}

/* Spreads the coverage over a circle. */
static void dilate(const OsdGlyphs *glyphs, gint radius)
{
  for (gint dy = -radius; dy <= radius; dy++)
    for (gint dx = -radius; dx <= radius; dx++) {
      if (dx * dx + dy * dy > radius * radius + radius / 2)
        continue;
      gint left = MAX(dx, 0), right = glyphs->width + MIN(dx, 0);
      for (gint y = MAX(dy, 0); y < glyphs->height + MIN(dy, 0); y++) {
        guint8 *to = glyphs->halo + (gsize)y * (gsize)glyphs->width;
        const guint8 *from = glyphs->text + (gssize)(y - dy) * glyphs->width - dx;
        for (gint x = left; x < right; x++)
          to[x] = MAX(to[x], from[x]);
      }
    }
}

OsdGlyphs *osd_text_render(PangoContext *context, const char *text, double pixels, gint widest, gint highest)
{
  PangoLayout *layout = pango_layout_new(context);
  OsdGlyphs *glyphs = g_new0(OsdGlyphs, 1);
  PangoRectangle logical;
  pango_layout_set_text(layout, text, -1);
  double em = glyphs->em = fit(layout, pixels, widest, highest);
  gint radius = MAX(1, (gint)lround(em / HALO_PART)), pad = MAX(radius + 1, (gint)lround(em / 4));
  pango_layout_get_pixel_extents(layout, NULL, &logical);
  glyphs->width = MIN(logical.width, widest) + 2 * pad;
  glyphs->height = MIN(logical.height, highest) + 2 * (radius + 1);
  glyphs->text = g_malloc0((gsize)glyphs->width * (gsize)glyphs->height);
  glyphs->halo = g_malloc0((gsize)glyphs->width * (gsize)glyphs->height);
  FT_Bitmap bitmap = { .rows = (unsigned)glyphs->height,
                       .width = (unsigned)glyphs->width,
                       .pitch = glyphs->width,
                       .buffer = glyphs->text,
                       .num_grays = 256,
                       .pixel_mode = FT_PIXEL_MODE_GRAY };
  pango_ft2_render_layout(&bitmap, layout, pad - logical.x, radius + 1 - logical.y);
  dilate(glyphs, radius);
  g_object_unref(layout);
  return glyphs;
}

void osd_glyphs_free(OsdGlyphs *glyphs)
{
  g_free(glyphs->text);
  g_free(glyphs->halo);
  g_free(glyphs);
}
