/* Noise of the virtual camera: one table of normal numbers, read from another place in each row. */
#include "scene-noise.h"

#define TABLE 8192 /* a power of two */
#define UNIT 32    /* table steps of one standard deviation */

struct SceneNoise {
  gint8 table[TABLE];
  guint32 state;
};

/* Marsaglia's xorshift: fast, and good enough for a picture. */
static guint32 next(guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

SceneNoise *scene_noise_new(void)
{
  SceneNoise *noise = g_new0(SceneNoise, 1);
  noise->state = 2463534242u;
  for (gint i = 0; i < TABLE; i++) {
    /* The sum of twelve even numbers is nearly normal, with a deviation of one range. */
    gint sum = 0;
    for (gint part = 0; part < 12; part++)
      sum += (gint)(next(&noise->state) % (UNIT + 1)) - UNIT / 2;
    noise->table[i] = (gint8)CLAMP(sum, -127, 127);
  }
  return noise;
}

void scene_noise_free(SceneNoise *noise)
{
  g_free(noise);
}

static void add_plane(SceneNoise *noise, const ScenePicture *picture, gint plane, gint weight)
{
  gint half = plane > 0, low = half ? 0 : 16, high = half ? 255 : 235;
  for (gint y = 0; y < picture->height >> half; y++) {
    guint8 *row = picture->plane[plane] + y * picture->stride[plane];
    guint32 from = next(&noise->state);
    for (gint x = 0; x < picture->width >> half; x++) {
      gint value = row[x] + noise->table[(from + (guint32)x) % TABLE] * weight / (UNIT * 16);
      row[x] = (guint8)CLAMP(value, low, high);
    }
  }
}

void scene_noise_add(SceneNoise *noise, const ScenePicture *picture, double deviation, gboolean coloured)
{
  gint weight = (gint)(deviation * 16);
  if (weight <= 0)
    return;
  add_plane(noise, picture, 0, weight);
  for (gint plane = 1; plane < 3 && coloured; plane++)
    add_plane(noise, picture, plane, weight / 2);
}
