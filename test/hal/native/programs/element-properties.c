/* Every property of our elements has its default at first, takes its bounds and gives back what it was given. */
#include <gst/gst.h>
#include <stdio.h>

#include "elements/elements.h"

static GType (*const types[])(void) = {
  fanout_sink_get_type,  frame_sink_get_type,   frame_source_get_type,  frame_loop_get_type, device_source_get_type,
  scene_source_get_type, g726_encoder_get_type, speaker_sink_get_type,  property_text_get_type,
};

/* Sets and reads back; TRUE when both are equal. */
static gboolean keeps(GObject *object, GParamSpec *spec, const GValue *given)
{
  GValue read = G_VALUE_INIT;
  g_value_init(&read, spec->value_type);
  g_object_set_property(object, spec->name, given);
  g_object_get_property(object, spec->name, &read);
  gboolean equal = g_param_values_cmp(spec, given, &read) == 0;
  g_value_unset(&read);
  return equal;
}

/* What lies at the other end of its range. */
static void far_value(const GParamSpec *spec, GValue *value)
{
  if (G_IS_PARAM_SPEC_UINT(spec))
    g_value_set_uint(value, G_PARAM_SPEC_UINT(spec)->maximum);
  else if (G_IS_PARAM_SPEC_INT(spec))
    g_value_set_int(value, G_PARAM_SPEC_INT(spec)->maximum);
  else if (G_IS_PARAM_SPEC_DOUBLE(spec))
    g_value_set_double(value, G_PARAM_SPEC_DOUBLE(spec)->maximum);
  else if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    g_value_set_boolean(value, TRUE);
  else
    g_value_set_string(value, "video/x-raw");
}

static int check(GObject *object, GParamSpec *spec)
{
  GValue value = G_VALUE_INIT, given = G_VALUE_INIT;
  g_value_init(&value, spec->value_type);
  g_value_init(&given, spec->value_type);
  far_value(spec, &given);
  g_object_get_property(object, spec->name, &value);
  int wrong = !g_param_value_defaults(spec, &value) || !keeps(object, spec, &given) || !keeps(object, spec, &value);
  if (wrong)
    fprintf(stderr, "%s of %s\n", spec->name, G_OBJECT_TYPE_NAME(object));
  g_value_unset(&value);
  g_value_unset(&given);
  return wrong;
}

int main(int argc, char **argv)
{
  int wrong = 0, checked = 0;
  gst_init(&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
    guint count = 0;
    GObject *object = g_object_ref_sink(g_object_new(types[i](), NULL));
    GParamSpec **specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(object), &count);
    for (guint each = 0; each < count; each++) {
      if (specs[each]->owner_type != types[i]())
        continue;
      wrong += check(object, specs[each]);
      checked++;
    }
    g_free(specs);
    g_object_unref(object);
  }
  return wrong || checked < 40;
}
