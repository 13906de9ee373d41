/* Entry of the addon: initializes GStreamer, registers our elements, exports the functions of addon.ts. */
#include <gst/gst.h>

#include "bindings.h"
#include "elements/elements.h"
#include "runtime/js.h"

static gboolean register_elements(void)
{
  return fanout_sink_register() && frame_sink_register() && frame_source_register() && frame_loop_register() &&
         scene_source_register() && no_signal_mark_register() && voice_source_register() &&
         g726_encoder_register() && jpeg_payloader_register() && mpeg4_payloader_register() && speaker_sink_register() &&
         property_text_register() && device_source_register();
}

NAPI_MODULE_INIT()
{
  GError *error = NULL;
  if (!gst_init_check(NULL, NULL, &error)) {
    napi_throw_error(env, NULL, error ? error->message : "GStreamer does not start");
    g_clear_error(&error);
    return NULL;
  }
  if (!register_elements() || js_border_open(env) != napi_ok || bind_transports(env, exports) != napi_ok ||
      bind_streams(env, exports) != napi_ok || bind_srtp(env, exports) != napi_ok ||
      bind_pipelines(env, exports) != napi_ok || bind_elements(env, exports) != napi_ok ||
      bind_live(env, exports) != napi_ok)
    return js_throw(env, NULL, "the native part does not start");
  return exports;
}
