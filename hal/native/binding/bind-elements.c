/* JavaScript functions for elements: ranges of their properties, and properties as GStreamer's text of values. */
#include <gst/gst.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "bindings.h"
#include "runtime/js.h"
#include "pipelines/driver-controls.h"
#include "pipelines/pipeline-watch.h"

/* Gets the range of a number property. Returns FALSE for other types. */
static gboolean number_range(GParamSpec *spec, double *minimum, double *maximum)
{
#define RANGE(TYPE)                                 \
  if (G_IS_PARAM_SPEC_##TYPE(spec)) {               \
    *minimum = (double)G_PARAM_SPEC_##TYPE(spec)->minimum; \
    *maximum = (double)G_PARAM_SPEC_##TYPE(spec)->maximum; \
    return TRUE;                                    \
  }
  RANGE(INT)
  RANGE(UINT)
  RANGE(INT64)
  RANGE(UINT64)
  RANGE(FLOAT)
  RANGE(DOUBLE)
#undef RANGE
  return FALSE;
}

static napi_value enum_names(napi_env env, GParamSpec *spec)
{
  napi_value list;
  GEnumClass *class = G_PARAM_SPEC_ENUM(spec)->enum_class;
  napi_create_array(env, &list);
  for (guint i = 0; i < class->n_values; i++)
    napi_set_element(env, list, i, js_from_text(env, class->values[i].value_nick));
  return list;
}

static napi_value describe(napi_env env, GParamSpec *spec)
{
  napi_value entry;
  double minimum, maximum;
  napi_create_object(env, &entry);
  napi_set_named_property(env, entry, "name", js_from_text(env, spec->name));
  if (number_range(spec, &minimum, &maximum)) {
    napi_set_named_property(env, entry, "minimum", js_from_number(env, minimum));
    napi_set_named_property(env, entry, "maximum", js_from_number(env, maximum));
  }
  if (G_IS_PARAM_SPEC_ENUM(spec))
    napi_set_named_property(env, entry, "values", enum_names(env, spec));
  return entry;
}

/* describeElement(name): [{ name, minimum, maximum, values }] of writable properties; undefined for no element */
static napi_value describe_element(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], list = NULL;
  guint count = 0, written = 0;
  char *name = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  GstElement *element = name ? gst_element_factory_make(name, NULL) : NULL;
  g_free(name);
  if (!element)
    return NULL;
  gst_object_ref_sink(element);
  GParamSpec **specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(element), &count);
  napi_create_array(env, &list);
  for (guint i = 0; i < count; i++)
    if (specs[i]->flags & G_PARAM_WRITABLE)
      napi_set_element(env, list, written++, describe(env, specs[i]));
  g_free(specs);
  gst_object_unref(element);
  return list;
}

/* elementVersion(name): version of the plug-in that has the element, or undefined */
static napi_value element_version(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], version = NULL;
  char *name = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  GstElementFactory *factory = name ? gst_element_factory_find(name) : NULL;
  GstPlugin *plugin = factory ? gst_plugin_feature_get_plugin(GST_PLUGIN_FEATURE(factory)) : NULL;
  g_free(name);
  if (plugin)
    version = js_from_text(env, gst_plugin_get_version(plugin));
  g_clear_pointer(&plugin, gst_object_unref);
  g_clear_pointer(&factory, gst_object_unref);
  return version;
}

/* encoderControls(channel): controls in force of the driver behind the pipeline's element `encoder`, or undefined */
static napi_value encoder_controls(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  char *channel = js_arguments(env, info, 1, argv) ? js_string(env, argv[0]) : NULL;
  GstElement *pipeline = channel ? pipeline_watched(channel) : NULL;
  GstElement *encoder = pipeline ? gst_bin_get_by_name(GST_BIN(pipeline), "encoder") : NULL;
  char *controls = encoder ? driver_controls_read(encoder) : NULL;
  if (controls)
    result = js_from_text(env, controls);
  g_free(controls);
  g_clear_pointer(&encoder, gst_object_unref);
  g_clear_pointer(&pipeline, gst_object_unref);
  g_free(channel);
  return result;
}

/* An element of a playing pipeline and one of its properties. */
typedef struct {
  GstElement *element; /* with a reference; NULL when there is no such property */
  GParamSpec *spec;
} Place;

static Place place_of(napi_env env, const napi_value *argv)
{
  Place place = { 0 };
  char *channel = js_string(env, argv[0]), *element = channel ? js_string(env, argv[1]) : NULL;
  char *property = element ? js_string(env, argv[2]) : NULL;
  GstElement *pipeline = property ? pipeline_watched(channel) : NULL;
  if (pipeline) {
    place.element = gst_bin_get_by_name(GST_BIN(pipeline), element);
    place.spec = place.element ? g_object_class_find_property(G_OBJECT_GET_CLASS(place.element), property) : NULL;
    gst_object_unref(pipeline);
  }
  if (!place.spec)
    g_clear_pointer(&place.element, gst_object_unref);
  g_free(channel);
  g_free(element);
  g_free(property);
  return place;
}

/* setElementProperty(channel, element, property, text): boolean */
static napi_value set_element_property(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  gboolean done = FALSE;
  char *text = js_arguments(env, info, 4, argv) ? js_string(env, argv[3]) : NULL;
  if (!text)
    return NULL;
  Place place = place_of(env, argv);
  if (place.element && place.spec->flags & G_PARAM_WRITABLE) {
    GValue value = G_VALUE_INIT;
    g_value_init(&value, place.spec->value_type);
    done = gst_value_deserialize(&value, text);
    if (done)
      g_object_set_property(G_OBJECT(place.element), place.spec->name, &value);
    g_value_unset(&value);
  }
  g_clear_pointer(&place.element, gst_object_unref);
  g_free(text);
  napi_get_boolean(env, done, &result);
  return result;
}

/* elementProperty(channel, element, property): text or undefined */
static napi_value element_property(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Place place = { 0 };
  if (js_arguments(env, info, 3, argv))
    place = place_of(env, argv);
  if (!place.element)
    return NULL;
  if (place.spec->flags & G_PARAM_READABLE) {
    GValue value = G_VALUE_INIT;
    g_value_init(&value, place.spec->value_type);
    g_object_get_property(G_OBJECT(place.element), place.spec->name, &value);
    char *text = gst_value_serialize(&value);
    if (text)
      result = js_from_text(env, text);
    g_free(text);
    g_value_unset(&value);
  }
  gst_object_unref(place.element);
  return result;
}

/* giveMemoryBack(): free memory of the C library returns to the system; 1 to 5 ms with a heap of 30 MiB. */
static napi_value give_memory_back(napi_env env, napi_callback_info info)
{
  (void)env, (void)info;
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  return NULL;
}

napi_status bind_elements(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("describeElement", describe_element),
    METHOD("elementVersion", element_version),
    METHOD("encoderControls", encoder_controls),
    METHOD("setElementProperty", set_element_property),
    METHOD("elementProperty", element_property),
    METHOD("giveMemoryBack", give_memory_back),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
