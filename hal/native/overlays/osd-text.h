/* Text as coverage of pixels, 0..255, shaped by Pango: right-to-left scripts, ligatures, fallback fonts. */
#pragma once
#include <pango/pango.h>

typedef struct {
  double em; /* pixels, after shrinking */
  gint width;
  gint height;
  guint8 *text; /* coverage by the characters, row by row */
  guint8 *halo; /* coverage by characters and their outline */
} OsdGlyphs;

/* Returns a context for one thread. */
PangoContext *osd_text_context_new(void);
/* Renders a text with `pixels` to an em. A text that is too wide gets smaller characters, then more lines, then an ellipsis. */
OsdGlyphs *osd_text_render(PangoContext *context, const char *text, double pixels, gint widest, gint highest);
void osd_glyphs_free(OsdGlyphs *glyphs);
