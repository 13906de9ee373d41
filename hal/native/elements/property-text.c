/* propertytext: passes buffers on unchanged and sets properties of another element from text, as a launch string would.
 * gstreamer-superficial cannot set structures and enumerations, and never frees the pipeline of a launch string: numbers in
 * it would leak one pipeline each. */
#include <gst/base/gstbasetransform.h>
#include <string.h>

#include "element-properties.h"
#include "elements.h"

typedef struct {
  GstBaseTransform parent;
  char *target;
  char *values; /* as last set */
} PropertyText;

typedef GstBaseTransformClass PropertyTextClass;

G_DEFINE_TYPE(PropertyText, property_text, GST_TYPE_BASE_TRANSFORM)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate source_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* Sets one property from a line: its name, a space, its value. */
static void set_line(GObject *target, const char *line)
{
  const char *space = strchr(line, ' ');
  char *name = space ? g_strndup(line, (gsize)(space - line)) : NULL;
  if (name && g_object_class_find_property(G_OBJECT_GET_CLASS(target), name))
    gst_util_set_object_arg(target, name, space + 1);
  else
    g_warning("%s has no property %s", GST_OBJECT_NAME(target), name ? name : line);
  g_free(name);
}

static void set_values(GstElement *element)
{
  const PropertyText *self = (const PropertyText *)element;
  GstObject *bin = gst_object_get_parent(GST_OBJECT(self));
  GstElement *target = bin && self->target ? gst_bin_get_by_name(GST_BIN(bin), self->target) : NULL;
  char **lines = g_strsplit(self->values ? self->values : "", "\n", -1);
  for (guint i = 0; target && lines[i]; i++)
    if (*lines[i])
      set_line(G_OBJECT(target), lines[i]);
  g_strfreev(lines);
  if (target)
    gst_object_unref(target);
  if (bin)
    gst_object_unref(bin);
}

static const PropertyRow properties[] = {
  { "target", PROPERTY_TEXT, G_STRUCT_OFFSET(PropertyText, target),
    .blurb = "name of the element whose properties are set" },
  { "values", PROPERTY_TEXT, G_STRUCT_OFFSET(PropertyText, values),
    .blurb = "lines of name, space, value; set at once", .changed = set_values },
  { NULL },
};

static void property_text_class_init(PropertyTextClass *class)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(element_class, &sink_template);
  gst_element_class_add_static_pad_template(element_class, &source_template);
  gst_element_class_set_static_metadata(element_class, "Properties from text", "Generic",
                                        "Sets structures and enumerations of another element", "Vedette");
  GST_BASE_TRANSFORM_CLASS(class)->passthrough_on_same_caps = TRUE;
}

static void property_text_init(PropertyText *self)
{
  gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(self), TRUE);
}
