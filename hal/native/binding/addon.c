/* Entry of the addon: starts GStreamer, registers our elements, exports the functions that addon.ts declares. */
#include <gst/gst.h>

#include "bindings.h"
#include "elements/elements.h"
#include "runtime/js.h"

static const struct {
  const char *name;
  GType (*type)(void);
} elements[] = {
  { "rtpfanoutsink", fanout_sink_get_type },
  { "framesink", frame_sink_get_type },
  { "framesrc", frame_source_get_type },
  { "frameloop", frame_loop_get_type },
  { "devicesrc", device_source_get_type },
  { "scenesrc", scene_source_get_type },
  { "nosignalmark", no_signal_mark_get_type },
  { "voicesrc", voice_source_get_type },
  { "g726enc", g726_encoder_get_type },
  { "onvifjpegpay", jpeg_payloader_get_type },
  { "vedettemp4vpay", mpeg4_payloader_get_type },
  { "speakersink", speaker_sink_get_type },
  { "propertytext", property_text_get_type },
  { "pictureturn", picture_turn_get_type },
  { "windowscale", window_scale_get_type },
  { "jfifsamples", jfif_element_get_type },
  { "privacymask", privacy_mask_get_type },
  { "osdblend", osd_blend_get_type },
  { "motionsink", motion_sink_get_type },
};

static gboolean register_elements(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(elements); i++)
    if (!gst_element_register(NULL, elements[i].name, GST_RANK_NONE, elements[i].type()))
      return FALSE;
  return TRUE;
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
      bind_live(env, exports) != napi_ok || bind_overlays(env, exports) != napi_ok ||
      bind_analysis(env, exports) != napi_ok)
    return js_throw(env, NULL, "the native part does not start");
  return exports;
}
