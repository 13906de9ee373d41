/* JavaScript functions for the motion analysis of pictures that JavaScript has: tests and measurements. */
#include <math.h>
#include <string.h>

#include "analysis/analysis.h"
#include "analysis/record.h"
#include "bindings.h"
#include "observers/mailbox.h"
#include "runtime/js.h"
#include "runtime/live.h"

#define RECTANGLES_MOST 64
/* Units of a rectangle's edges in JavaScript: 0 to 1. */
#define WHOLE 65536

typedef struct {
  Analysis *analysis;
  gint width, height;
  AnalysisRecord record;
} Analyser;

static const char *const formats[ANALYSIS_FORMATS] = { "I420", "NV12", "NV21", "YUY2", "UYVY", "GRAY8" };

static void release_analyser(gpointer data)
{
  Analyser *analyser = data;
  analysis_free(analyser->analysis);
  live_died(LIVE_ANALYSES);
  g_free(analyser);
}

static gboolean has_number(napi_env env, napi_value object, const char *name, double least, double most, double *number)
{
  *number = NAN;
  napi_get_value_double(env, js_member(env, object, name), number);
  return *number >= least && *number <= most;
}

/* Reads { left, top, right, bottom }. */
static gboolean read_rectangle(napi_env env, napi_value value, AnalysisRectangle *rectangle)
{
  double left, top, right, bottom;
  if (!has_number(env, value, "left", 0, 1, &left) || !has_number(env, value, "top", 0, 1, &top) ||
      !has_number(env, value, "right", left, 1, &right) || !has_number(env, value, "bottom", top, 1, &bottom))
    return FALSE;
  *rectangle = (AnalysisRectangle){ (guint)(left * WHOLE), (guint)(top * WHOLE), (guint)ceil(right * WHOLE),
                                    (guint)ceil(bottom * WHOLE) };
  return TRUE;
}

/* Applies { sensitivity, ignored }; returns FALSE when they are out of bounds. */
static gboolean apply(napi_env env, napi_value options, Analysis *analysis)
{
  AnalysisRectangle rectangles[RECTANGLES_MOST];
  napi_value list = js_member(env, options, "ignored"), item;
  double sensitivity;
  guint32 count = 0;
  if (!has_number(env, options, "sensitivity", 0, 100, &sensitivity) ||
      napi_get_array_length(env, list, &count) != napi_ok || count > RECTANGLES_MOST)
    return FALSE;
  for (guint32 i = 0; i < count; i++)
    if (napi_get_element(env, list, i, &item) != napi_ok || !read_rectangle(env, item, &rectangles[i]))
      return FALSE;
  analysis_set_sensitivity(analysis, (gint)sensitivity);
  analysis_ignore(analysis, rectangles, count, NULL);
  return TRUE;
}

static napi_value refuse(napi_env env, const char *what)
{
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  return pending ? NULL : js_throw(env, "ERANGE", what);
}

/* openAnalyser(width, height, { wide, sensitivity, ignored }) */
static napi_value open_analyser(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  double wide;
  if (!js_arguments(env, info, 3, argv))
    return NULL;
  double width = js_number(env, argv[0]), height = js_number(env, argv[1]);
  if (!(width >= 0 && width <= ANALYSIS_MOST_SIDE && height >= 0 && height <= ANALYSIS_MOST_SIDE) ||
      !has_number(env, argv[2], "wide", 256, 320, &wide))
    return refuse(env, "size of the picture or of the analysis");
  Analysis *analysis = analysis_new((gint)width, (gint)height, (gint)wide);
  if (!analysis)
    return refuse(env, "size of the picture or of the analysis");
  Analyser *analyser = g_new0(Analyser, 1);
  *analyser = (Analyser){ .analysis = analysis, .width = (gint)width, .height = (gint)height };
  live_born(LIVE_ANALYSES);
  napi_value handle = js_handle(env, HANDLE_ANALYSIS, analyser, release_analyser);
  return apply(env, argv[2], analysis) ? handle : refuse(env, "sensitivity or ignored rectangles");
}

static Analyser *first_analyser(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  return js_arguments(env, info, count, argv) ? js_unwrap(env, argv[0], HANDLE_ANALYSIS) : NULL;
}

/* setAnalyser(analyser, { sensitivity, ignored }) */
static napi_value set_analyser(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Analyser *analyser = first_analyser(env, info, 2, argv);
  if (analyser && !apply(env, argv[1], analyser->analysis))
    refuse(env, "sensitivity or ignored rectangles");
  return NULL;
}

/* holdAnalyser(analyser, seconds) */
static napi_value hold_analyser(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Analyser *analyser = first_analyser(env, info, 2, argv);
  double seconds = analyser ? js_number(env, argv[1]) : 0;
  if (!analyser)
    return NULL;
  if (!(seconds >= 0 && seconds <= 600))
    return refuse(env, "seconds to hold");
  analysis_hold(analyser->analysis, (gint64)(seconds * 1e9));
  return NULL;
}

static gint format_of(napi_env env, napi_value value)
{
  char *name = js_string(env, value);
  gint format = 0;
  while (name && format < ANALYSIS_FORMATS && strcmp(name, formats[format]) != 0)
    format++;
  g_free(name);
  return name ? format : ANALYSIS_FORMATS;
}

/* Lays the planes out one after another; returns FALSE when the stride or the bytes do not fit. */
static gboolean lay_out(const Analyser *analyser, Bytes bytes, double line, AnalysisPicture *picture)
{
  gboolean packed = picture->format == ANALYSIS_YUY2 || picture->format == ANALYSIS_UYVY;
  gboolean planar = picture->format == ANALYSIS_I420;
  gsize width = (gsize)analyser->width, height = (gsize)analyser->height, half = (height + 1) / 2;
  if (!(line >= (double)(packed ? (width + 1) / 2 * 4 : width) && line <= 8 * ANALYSIS_MOST_SIDE))
    return FALSE;
  gsize stride = (gsize)line, chroma = planar ? (stride + 1) / 2 : (stride + 1) / 2 * 2;
  gsize planes = packed || picture->format == ANALYSIS_GRAY8 ? 0 : planar ? 2 : 1;
  for (gsize i = 0; i <= planes; i++) {
    picture->planes[i] = bytes.data + (i ? stride * height + (i - 1) * chroma * half : 0);
    picture->strides[i] = i ? chroma : stride;
  }
  return bytes.size == stride * height + planes * chroma * half;
}

/* analyse(analyser, bytes, format, stride, time) */
static napi_value analyse(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Analyser *analyser = first_analyser(env, info, 5, argv);
  Bytes bytes;
  if (!analyser || !js_bytes(env, argv[1], &bytes))
    return NULL;
  AnalysisPicture picture = { .format = (AnalysisFormat)format_of(env, argv[2]) };
  double stride = js_number(env, argv[3]), time = js_number(env, argv[4]);
  if (picture.format >= ANALYSIS_FORMATS)
    return refuse(env, "format of the picture");
  if (!lay_out(analyser, bytes, stride, &picture))
    return refuse(env, "bytes or stride of the picture");
  if (!(time >= 0 && time <= 9e9))
    return refuse(env, "time of the picture");
  analysis_take(analyser->analysis, &picture, (gint64)(time * 1e9), &analyser->record);
  analyser->record.wall = analyser->record.time;
  guint8 *record = g_malloc(ANALYSIS_BYTES_MOST);
  gsize size = analysis_write(&analyser->record, record);
  napi_create_buffer_copy(env, size, record, NULL, &result);
  g_free(record);
  return result;
}

/* watchMotion(listener) */
static napi_value watch_motion(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  JsCallback *listener = js_arguments(env, info, 1, argv) ? js_callback_new(env, argv[0]) : NULL;
  if (listener)
    mailbox_listen(MAIL_MOTION, listener);
  js_callback_unref(listener);
  return NULL;
}

napi_status bind_analysis(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("openAnalyser", open_analyser),
    METHOD("setAnalyser", set_analyser),
    METHOD("holdAnalyser", hold_analyser),
    METHOD("analyse", analyse),
    METHOD("watchMotion", watch_motion),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
