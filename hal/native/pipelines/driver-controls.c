/* GStreamer skips unknown names of `extra-controls` and drivers clamp numbers, both without an error: values are read back. */
#include "driver-controls.h"

#include <linux/videodev2.h>
#include <string.h>
#include <sys/ioctl.h>

/* Changes a control's name as GStreamer does: letters and digits in lower case, `_` for all that is between them. */
static void to_field_name(char *name)
{
  gsize length = 0;
  for (gsize i = 0; name[i]; i++) {
    if (!g_ascii_isalnum(name[i]))
      continue;
    if (length > 0 && !g_ascii_isalnum(name[i - 1]))
      name[length++] = '_';
    name[length++] = g_ascii_tolower(name[i]);
  }
  name[length] = '\0';
}

static gboolean is_number(guint type)
{
  return type == V4L2_CTRL_TYPE_INTEGER || type == V4L2_CTRL_TYPE_BOOLEAN || type == V4L2_CTRL_TYPE_MENU ||
         type == V4L2_CTRL_TYPE_INTEGER_MENU || type == V4L2_CTRL_TYPE_INTEGER64 || type == V4L2_CTRL_TYPE_BITMASK;
}

static void append_value(gint fd, const struct v4l2_queryctrl *query, const char *name, GString *text)
{
  struct v4l2_ext_control control = { .id = query->id };
  struct v4l2_ext_controls controls = { .which = V4L2_CTRL_WHICH_CUR_VAL, .count = 1, .controls = &control };
  if (ioctl(fd, VIDIOC_G_EXT_CTRLS, &controls) < 0)
    return;
  gint64 value = query->type == V4L2_CTRL_TYPE_INTEGER64 ? control.value64 : control.value;
  g_string_append_printf(text, "%s=%" G_GINT64_FORMAT "\n", name, value);
}

static char *read_controls(gint fd, const GstStructure *wanted)
{
  GString *text = g_string_new(NULL);
  struct v4l2_queryctrl query = { .id = V4L2_CTRL_FLAG_NEXT_CTRL };
  for (; ioctl(fd, VIDIOC_QUERYCTRL, &query) == 0; query.id |= V4L2_CTRL_FLAG_NEXT_CTRL) {
    char *name = g_strndup((const char *)query.name, sizeof query.name);
    to_field_name(name);
    if (!(query.flags & V4L2_CTRL_FLAG_DISABLED) && is_number(query.type) && gst_structure_has_field(wanted, name))
      append_value(fd, &query, name, text);
    g_free(name);
  }
  return g_string_free(text, FALSE);
}

char *driver_controls_read(GstElement *element)
{
  GObjectClass *class = G_OBJECT_GET_CLASS(element);
  if (!g_object_class_find_property(class, "device-fd") || !g_object_class_find_property(class, "extra-controls"))
    return NULL;
  gint fd = -1;
  GstStructure *wanted = NULL;
  g_object_get(element, "device-fd", &fd, "extra-controls", &wanted, NULL);
  char *text = fd >= 0 && wanted ? read_controls(fd, wanted) : NULL;
  g_clear_pointer(&wanted, gst_structure_free);
  return text;
}
