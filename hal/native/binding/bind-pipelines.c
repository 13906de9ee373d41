/* JavaScript functions for pipelines: reports, frames of channels, known elements, trials. */
#include <gst/gst.h>

#include "bindings.h"
#include "pipelines/channel.h"
#include "pipelines/picture-window.h"
#include "runtime/monotonic.h"
#include "pipelines/pipeline-watch.h"
#include "pipelines/trial.h"

/* watchPipelines(listener) */
static napi_value watch_pipelines(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  JsCallback *listener = js_arguments(env, info, 1, argv) ? js_callback_new(env, argv[0]) : NULL;
  if (listener)
    pipeline_watch_listen(listener);
  js_callback_unref(listener);
  return NULL;
}

/* takeFrame(channel, callback) */
static napi_value take_frame(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  char *name = js_arguments(env, info, 2, argv) ? js_string(env, argv[0]) : NULL;
  JsCallback *callback = name ? js_callback_new(env, argv[1]) : NULL;
  if (callback) {
    Channel *channel = channel_get(name);
    channel_take(channel, callback);
    channel_unref(channel);
  }
  js_callback_unref(callback);
  g_free(name);
  return NULL;
}

/* publish(channel, caps, bytes) */
static napi_value publish(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  void *bytes = NULL;
  size_t size = 0;
  char *name = js_arguments(env, info, 3, argv) ? js_string(env, argv[0]) : NULL;
  char *text = name ? js_string(env, argv[1]) : NULL;
  GstCaps *caps = text ? gst_caps_from_string(text) : NULL;
  if (text && (!caps || napi_get_typedarray_info(env, argv[2], NULL, &size, &bytes, NULL, NULL) != napi_ok))
    js_throw(env, "EINVAL", "caps and bytes expected");
  else if (text) {
    Channel *channel = channel_get(name);
    GstBuffer *buffer = gst_buffer_new_memdup(bytes, size);
    channel_publish(channel, caps, buffer, monotonic_ns(), FRAME_FREE, 0);
    gst_buffer_unref(buffer);
    channel_unref(channel);
  }
  gst_clear_caps(&caps);
  g_free(text);
  g_free(name);
  return NULL;
}

/* progress(channel): number */
static napi_value progress(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  char *name = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  if (!name)
    return NULL;
  napi_value result = js_from_number(env, (double)channel_progress(name));
  g_free(name);
  return result;
}

/* setWindow(channel, left, top, width, height) */
static napi_value set_window(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  char *name = js_arguments(env, info, 5, argv) ? js_string(env, argv[0]) : NULL;
  if (!name)
    return NULL;
  PictureWindow window = { js_number(env, argv[1]), js_number(env, argv[2]), js_number(env, argv[3]),
                           js_number(env, argv[4]) };
  picture_window_set(name, &window);
  g_free(name);
  return NULL;
}

/* hasElement(name): boolean */
static napi_value has_element(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  char *name = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  if (!name)
    return NULL;
  GstElementFactory *factory = gst_element_factory_find(name);
  napi_get_boolean(env, factory != NULL, &result);
  if (factory)
    gst_object_unref(factory);
  g_free(name);
  return result;
}

/* tryPipeline(launch, seconds, done) */
static napi_value try_pipeline(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  char *launch = js_arguments(env, info, 3, argv) ? js_string(env, argv[0]) : NULL;
  JsCallback *done = launch ? js_callback_new(env, argv[2]) : NULL;
  if (done)
    trial_start(launch, (guint)js_number(env, argv[1]), done);
  js_callback_unref(done);
  g_free(launch);
  return NULL;
}

napi_status bind_pipelines(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("watchPipelines", watch_pipelines),
    METHOD("takeFrame", take_frame),
    METHOD("publish", publish),
    METHOD("progress", progress),
    METHOD("setWindow", set_window),
    METHOD("hasElement", has_element),
    METHOD("tryPipeline", try_pipeline),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
