/* Tone of the virtual camera: look-up tables are made when settings change; planes they leave as they are, are skipped. */
#include "scene-tone.h"

#include <math.h>
#include <string.h>

/* Luma of medium grey, for which white balance is exact. */
#define MEDIUM 110.0

struct SceneTone {
  ToneInput input; /* what the tables are for */
  guint8 table[3][256];
  gboolean changes[3];
};

static const ToneInput neutral = { .exposure = 1, .contrast = 1, .saturation = 1, .red = 1, .blue = 1 };

static gboolean same(const ToneInput *one, const ToneInput *other)
{
  return memcmp(one, other, sizeof *one) == 0;
}

/* Returns stored luma, 0..1 before clipping. */
static double luma_of(const ToneInput *input, double value)
{
  double range = 2 * input->dynamic_range;
  value *= pow(input->exposure, 1 / GAMMA);
  value = value * (1 + range) / (1 + range * value);
  value = pow(CLAMP(value, 0, 1), 1 / (1 + input->backlight));
  value = (value - 0.2 * input->defogging) / (1 - 0.35 * input->defogging);
  return (value - 0.5) * input->contrast + 0.5 + input->brightness;
}

static double chroma_of(const ToneInput *input, double value, double gain)
{
  double light = MIN(pow(input->exposure, 1 / GAMMA), 1.5);
  return 128 + ((value - 128) * gain + (gain - 1) * MEDIUM / 2) * input->saturation * light;
}

static void build(SceneTone *tone)
{
  const ToneInput *input = &tone->input;
  for (gint value = 0; value < 256; value++) {
    double luma = luma_of(input, (value - 16) / 219.0) * 219 + 16;
    double results[3] = { CLAMP(luma, 16, 235), chroma_of(input, value, input->blue),
                          chroma_of(input, value, input->red) };
    for (gint plane = 0; plane < 3; plane++)
      tone->table[plane][value] = (guint8)lrint(CLAMP(results[plane], 0, 255));
  }
  for (gint plane = 0; plane < 3; plane++) {
    tone->changes[plane] = FALSE;
    for (gint value = 16; value <= 235; value++)
      tone->changes[plane] |= tone->table[plane][value] != value;
  }
}

SceneTone *scene_tone_new(void)
{
  SceneTone *tone = g_new0(SceneTone, 1);
  tone->input = neutral;
  build(tone);
  return tone;
}

void scene_tone_free(SceneTone *tone)
{
  g_free(tone);
}

static void map_plane(const guint8 table[256], guint8 *plane, gint stride, gint width, gint height)
{
  for (gint y = 0; y < height; y++) {
    guint8 *row = plane + y * stride;
    for (gint x = 0; x < width; x++)
      row[x] = table[row[x]];
  }
}

void scene_tone_apply(SceneTone *tone, const ToneInput *input, const ScenePicture *picture)
{
  if (!same(&tone->input, input)) {
    tone->input = *input;
    build(tone);
  }
  for (gint plane = 0; plane < 3; plane++)
    if (tone->changes[plane])
      map_plane(tone->table[plane], picture->plane[plane], picture->stride[plane], picture->width >> (plane > 0),
                picture->height >> (plane > 0));
}
