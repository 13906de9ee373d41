/* JavaScript functions for what is drawn over and hidden in pictures. */
#include <gst/gst.h>

#include "bindings.h"
#include "overlays/mask-outline.h"
#include "overlays/osd-clock.h"
#include "pipelines/camera-pose.h"
#include "pipelines/channel.h"
#include "runtime/monotonic.h"
#include "runtime/wall-clock.h"

/*
 * Reads (name, text), where the text may be absent: NULL then. Returns FALSE with an exception, or with nothing to free, for other
 * arguments; else the caller frees both.
 */
static gboolean name_and_text(napi_env env, napi_callback_info info, char **name, char **text)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  napi_valuetype type = napi_undefined;
  size_t count = 2;
  *text = NULL;
  *name = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  if (!*name)
    return FALSE;
  napi_get_cb_info(env, info, &count, argv, NULL, NULL);
  if (count > 1)
    napi_typeof(env, argv[1], &type);
  if (type == napi_undefined)
    return TRUE;
  *text = js_string(env, argv[1]);
  if (!*text)
    g_clear_pointer(name, g_free);
  return *text != NULL;
}

/* setMasks(channel, text); without a text no masks are in force */
static napi_value set_masks(napi_env env, napi_callback_info info)
{
  char *name, *text;
  if (!name_and_text(env, info, &name, &text))
    return NULL;
  channel_set_masks(name, text ? mask_set_parse(text) : NULL);
  g_free(text);
  g_free(name);
  return NULL;
}

/* setPose(channel, text); without a text the channel's poses are forgotten */
static napi_value set_pose(napi_env env, napi_callback_info info)
{
  char *name, *text;
  if (!name_and_text(env, info, &name, &text))
    return NULL;
  if (text)
    camera_pose_set(name, text);
  else
    camera_pose_forget(name);
  g_free(text);
  g_free(name);
  return NULL;
}

static void cover(MaskGrid *grid, const MaskSet *masks, const PictureMap *map, const char *channel)
{
  PoseSpan span = { 0 };
  if (mask_set_has_directions(masks))
    camera_pose_span(channel, &span);
  if (mask_set_covers_all(masks))
    mask_grid_cover_all(grid);
  for (guint i = 0; i < mask_set_size(masks); i++)
    mask_outline_cover(grid, mask_set_get(masks, i), map, &span);
}

/* maskCoverage(channel, map, columns, rows): Buffer with 1 for each covered cell; undefined when no masks are in force */
static napi_value mask_coverage(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  guint64 generation;
  PictureMap map;
  char *name = js_arguments(env, info, 4, argv) ? js_string(env, argv[0]) : NULL;
  char *text = name ? js_string(env, argv[1]) : NULL;
  if (!text) {
    g_free(name);
    return NULL;
  }
  gint columns = (gint)CLAMP(js_number(env, argv[2]), 1, 4096), rows = (gint)CLAMP(js_number(env, argv[3]), 1, 4096);
  Channel *channel = channel_get(name);
  MaskSet *masks = channel_masks(channel, &generation);
  picture_map_parse(text, &map);
  if (masks) {
    MaskGrid grid;
    mask_grid_init(&grid, columns, rows);
    cover(&grid, masks, &map, name);
    napi_create_buffer_copy(env, (size_t)columns * (size_t)rows, grid.cells, NULL, &result);
    mask_grid_clear(&grid);
    mask_set_unref(masks);
  }
  channel_unref(channel);
  g_free(text);
  g_free(name);
  return result;
}

/* setWallClock(offset, zone) */
static napi_value set_wall_clock(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  char *zone = js_arguments(env, info, 2, argv) ? js_string(env, argv[1]) : NULL;
  if (zone) {
    wall_clock_set((gint64)js_number(env, argv[0]) * NS_PER_MS);
    osd_clock_set_zone(zone);
  }
  g_free(zone);
  return NULL;
}

napi_status bind_overlays(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("setMasks", set_masks),
    METHOD("setPose", set_pose),
    METHOD("maskCoverage", mask_coverage),
    METHOD("setWallClock", set_wall_clock),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
