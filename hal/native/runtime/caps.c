/* GStreamer caps are posted to JavaScript as an object of texts. */
#include "caps.h"

static size_t build_caps(napi_env env, gpointer data, napi_value *argv)
{
  const GstStructure *structure = gst_caps_get_structure(data, 0);
  napi_create_object(env, &argv[0]);
  for (gint i = 0; i < gst_structure_n_fields(structure); i++) {
    const char *field = gst_structure_nth_field_name(structure, (guint)i);
    const GValue *value = gst_structure_get_value(structure, field);
    char *text = G_VALUE_HOLDS_STRING(value) ? g_value_dup_string(value) : gst_value_serialize(value);
    napi_set_named_property(env, argv[0], field, js_from_text(env, text ? text : ""));
    g_free(text);
  }
  return 1;
}

static void release_caps(gpointer caps)
{
  gst_caps_unref(caps);
}

void js_post_caps(JsCallback *callback, GstCaps *caps)
{
  js_post(callback, build_caps, gst_caps_ref(caps), release_caps);
}
