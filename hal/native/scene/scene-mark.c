/* Marks over the virtual scene: clock, counter, strip. */
#include "scene-mark.h"

#include <string.h>

#include "scene-font.h"

#define STRIP_BLOCKS 32
#define COUNTER_BITS 24

static const guint8 white[3] = { 235, 128, 128 };
static const guint8 black[3] = { 16, 128, 128 };

void scene_rectangle(const ScenePicture *picture, gint x, gint y, gint width, gint height, const guint8 yuv[3])
{
  for (gint plane = 0; plane < 3; plane++) {
    gint half = plane > 0;
    gint left = CLAMP(x, 0, picture->width) >> half, right = CLAMP(x + width, 0, picture->width) >> half;
    gint top = CLAMP(y, 0, picture->height) >> half, bottom = CLAMP(y + height, 0, picture->height) >> half;
    for (gint row = top; row < bottom && right > left; row++)
      memset(picture->plane[plane] + row * picture->stride[plane] + left, yuv[plane], (gsize)(right - left));
  }
}

static const guint8 *glyph(char character)
{
  for (guint i = 0; i < G_N_ELEMENTS(scene_font); i++)
    if (scene_font[i].character == character)
      return scene_font[i].rows;
  return NULL;
}

void scene_text(const ScenePicture *picture, gint x, gint y, gint scale, const char *text)
{
  gint advance = (GLYPH_WIDTH + 1) * scale;
  scene_rectangle(picture, x - scale * 2, y - scale * 2, (gint)strlen(text) * advance + scale * 3,
                  (GLYPH_HEIGHT + 4) * scale, black);
  for (; *text; text++, x += advance) {
    const guint8 *rows = glyph(*text);
    for (gint row = 0; rows && row < GLYPH_HEIGHT; row++)
      for (gint column = 0; column < GLYPH_WIDTH; column++)
        if (rows[row] >> (GLYPH_WIDTH - 1 - column) & 1)
          scene_rectangle(picture, x + column * scale, y + row * scale, scale, scale, white);
  }
}

void scene_strip(const ScenePicture *picture, guint32 counter)
{
  guint32 bits = counter & ((1u << COUNTER_BITS) - 1);
  guint32 word = 1u << 31 | bits << 6 | (guint32)__builtin_popcount(bits);
  gint height = (picture->height / 20) & ~1;
  for (gint block = 0; block < STRIP_BLOCKS; block++) {
    gint left = (picture->width * block / STRIP_BLOCKS) & ~1;
    gint right = block + 1 == STRIP_BLOCKS ? picture->width : (picture->width * (block + 1) / STRIP_BLOCKS) & ~1;
    scene_rectangle(picture, left, picture->height - height, right - left, height,
                    word >> (STRIP_BLOCKS - 1 - block) & 1 ? white : black);
  }
}
