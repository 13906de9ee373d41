/* Imaging of the virtual camera: light, exposure, focus, infrared filter. */
#include "scene-imaging.h"

#include <math.h>

#include "scene-filter.h"
#include "scene-noise.h"
#include "scene-tone.h"

/* With this light and exposure and no gain the picture is as drawn. */
#define USUAL_LIGHT 500.0
#define USUAL_TIME 10000.0
#define SHORTEST_TIME 20.0
#define LONGEST_TIME 100000.0
#define MOST_GAIN 36.0
/* Deviation of the noise in steps of luma, for each dB of gain. */
#define NOISE_OF_GAIN 0.3
#define SHARP_FOCUS 500.0
/* The automatic filter moves out below DARK and in above BRIGHT (lux). */
#define DARK 3.0
#define BRIGHT 12.0
/* A regulation goes this part of its way with each frame, and ends within this tolerance. */
#define PACE 0.3
#define ARRIVED 0.01 /* stops */

struct SceneImaging {
  gboolean filter_out;
  SceneTone *tone;
  SceneNoise *noise;
  guint8 *scratch; /* a luma plane */
  gsize scratch_size;
};

SceneImaging *scene_imaging_new(void)
{
  SceneImaging *imaging = g_new0(SceneImaging, 1);
  imaging->tone = scene_tone_new();
  imaging->noise = scene_noise_new();
  return imaging;
}

void scene_imaging_free(SceneImaging *imaging)
{
  scene_tone_free(imaging->tone);
  scene_noise_free(imaging->noise);
  g_free(imaging->scratch);
  g_free(imaging);
}

static void move_filter(SceneImaging *imaging, const SceneSettings *settings)
{
  if (settings->infrared_filter < 2)
    imaging->filter_out = settings->infrared_filter == 1;
  else if (settings->light < DARK)
    imaging->filter_out = TRUE;
  else if (settings->light > BRIGHT)
    imaging->filter_out = FALSE;
}

/* Light on the sensor, 1 for the usual light; without the filter infrared is added. */
static double light_of(const SceneImaging *imaging, const SceneSettings *settings)
{
  double light = imaging->filter_out ? settings->light * 2 + settings->infrared : settings->light;
  return MAX(light, 0.001) / USUAL_LIGHT;
}

/* Exposure: light times time times gain without what the iris holds off; 1 shows the scene as drawn. */
static double exposure_of(const SceneImaging *imaging, const SceneSettings *settings)
{
  return light_of(imaging, settings) * settings->exposure_time / USUAL_TIME * pow(10, (settings->exposure_gain - settings->iris) / 20);
}

static double mean_luma(const ScenePicture *picture, double left, double top, double right, double bottom)
{
  double sum = 0;
  for (gint row = 0; row < 16; row++)
    for (gint column = 0; column < 32; column++) {
      gint x = (gint)((left + (right - left) * (column + 0.5) / 32) * picture->width);
      gint y = (gint)((top + (bottom - top) * (row + 0.5) / 16) * picture->height);
      sum += picture->plane[0][CLAMP(y, 0, picture->height - 1) * picture->stride[0] + CLAMP(x, 0, picture->width - 1)];
    }
  return MAX(sum / (16 * 32) - 16, 1);
}

/* Returns the exposure at which the metered part is as bright as the whole picture as drawn. */
static double wanted_exposure(const SceneSettings *settings, const ScenePicture *picture)
{
  double left = settings->window_left, top = settings->window_top;
  double right = settings->window_right, bottom = settings->window_bottom;
  if ((left <= 0 && top <= 0 && right >= 1 && bottom >= 1) || left >= right || top >= bottom)
    return 1;
  return pow(mean_luma(picture, 0, 0, 1, 1) / mean_luma(picture, left, top, right, bottom), GAMMA);
}

/* Exposure time is raised before gain, which adds noise. The iris stays open. */
static void regulate_exposure(const SceneImaging *imaging, SceneSettings *settings, double wanted, double period_us)
{
  settings->iris = 0;
  double present = exposure_of(imaging, settings);
  double stops = log2(wanted / present);
  double part = fabs(stops) < ARRIVED ? 1 : PACE;
  double product = settings->exposure_time * pow(10, settings->exposure_gain / 20) * exp2(stops * part);
  double longest = MIN(settings->low_noise > 0 ? LONGEST_TIME : period_us, settings->max_time);
  double shortest = MAX(settings->min_time, SHORTEST_TIME);
  double lowest = CLAMP(settings->min_gain, 0, MOST_GAIN);
  double time = CLAMP(product / pow(10, lowest / 20), shortest, MAX(longest, shortest));
  settings->exposure_time = time;
  settings->exposure_gain = CLAMP(20 * log10(product / time), lowest, CLAMP(settings->max_gain, lowest, MOST_GAIN));
}

static void regulate_focus(SceneSettings *settings)
{
  double way = SHARP_FOCUS - settings->focus;
  settings->focus = fabs(way) < 5 ? SHARP_FOCUS : settings->focus + way * PACE;
}

void scene_imaging_regulate(SceneImaging *imaging, SceneSettings *settings, const ScenePicture *picture,
                            double period_us)
{
  move_filter(imaging, settings);
  if (settings->exposure_auto > 0)
    regulate_exposure(imaging, settings, wanted_exposure(settings, picture), period_us);
  if (settings->focus_auto > 0)
    regulate_focus(settings);
}

static guint8 *scratch_for(SceneImaging *imaging, const ScenePicture *picture)
{
  gsize size = (gsize)picture->width * (gsize)picture->height;
  if (imaging->scratch_size < size) {
    imaging->scratch = g_realloc(imaging->scratch, size);
    imaging->scratch_size = size;
  }
  return imaging->scratch;
}

static ToneInput tone_of(const SceneImaging *imaging, const SceneSettings *settings)
{
  gboolean set = settings->white_balance_auto <= 0 && !imaging->filter_out;
  double exposure = exposure_of(imaging, settings);
  return (ToneInput){
    .exposure = fabs(log2(exposure)) < ARRIVED ? 1 : exposure,
    .brightness = (settings->brightness - 50) / 100,
    .contrast = exp2((settings->contrast - 50) / 25),
    .saturation = imaging->filter_out ? 0 : settings->saturation / 50,
    .red = set ? settings->white_balance_red / 100 : 1,
    .blue = set ? settings->white_balance_blue / 100 : 1,
    .backlight = settings->backlight_compensation / 100,
    .dynamic_range = settings->wide_dynamic_range / 100,
    .defogging = settings->defogging / 100,
  };
}

/* Edges: sharpness, less what the noise reduction takes away with the noise; 0 leaves them alone. */
static double edges_of(const SceneSettings *settings)
{
  return CLAMP((settings->sharpness - 50) / 50 - settings->noise_reduction / 200, -1, 1);
}

static double noise_of(const SceneSettings *settings)
{
  return settings->exposure_gain * NOISE_OF_GAIN * (1 - 0.85 * settings->noise_reduction / 100);
}

void scene_imaging_apply(SceneImaging *imaging, const SceneSettings *settings, const ScenePicture *picture)
{
  ToneInput tone = tone_of(imaging, settings);
  gint radius = (gint)(fabs(settings->focus - SHARP_FOCUS) / SHARP_FOCUS * picture->height / 60 + 0.5);
  if (radius > 0)
    scene_blur(picture, radius, scratch_for(imaging, picture));
  scene_tone_apply(imaging->tone, &tone, picture);
  double edges = edges_of(settings);
  if (edges != 0)
    scene_sharpen(picture, edges, scratch_for(imaging, picture));
  scene_noise_add(imaging->noise, picture, noise_of(settings), !imaging->filter_out);
}
