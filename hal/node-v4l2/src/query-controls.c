/* Controls of a device: type, range, step, default, flags, menu. */
#include <errno.h>
#include <string.h>

#include "device.h"

#define MOST 1024

static const struct {
  uint32_t type;
  const char *name;
} type_names[] = {
  { V4L2_CTRL_TYPE_INTEGER, "integer" },           { V4L2_CTRL_TYPE_BOOLEAN, "boolean" },
  { V4L2_CTRL_TYPE_MENU, "menu" },                 { V4L2_CTRL_TYPE_INTEGER_MENU, "integer-menu" },
  { V4L2_CTRL_TYPE_BUTTON, "button" },             { V4L2_CTRL_TYPE_INTEGER64, "integer64" },
  { V4L2_CTRL_TYPE_BITMASK, "bitmask" },           { V4L2_CTRL_TYPE_STRING, "string" },
  { V4L2_CTRL_TYPE_CTRL_CLASS, "class" },
};

static const struct {
  uint32_t flag;
  const char *name;
} flag_names[] = {
  { V4L2_CTRL_FLAG_DISABLED, "disabled" },   { V4L2_CTRL_FLAG_GRABBED, "grabbed" },
  { V4L2_CTRL_FLAG_READ_ONLY, "readOnly" },  { V4L2_CTRL_FLAG_INACTIVE, "inactive" },
  { V4L2_CTRL_FLAG_WRITE_ONLY, "writeOnly" }, { V4L2_CTRL_FLAG_VOLATILE, "volatile" },
};

static const char *type_name(const struct v4l2_query_ext_ctrl *control)
{
  if (control->elems > 1 || control->nr_of_dims > 0)
    return "array";
  for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
    if (type_names[i].type == control->type)
      return type_names[i].name;
  return "other";
}

static napi_value menu(napi_env env, const Device *device, const struct v4l2_query_ext_ctrl *control)
{
  napi_value list = js_array(env);
  for (int64_t index = control->minimum; index <= control->maximum && index < control->minimum + MOST; index++) {
    struct v4l2_querymenu item = { .id = control->id, .index = (uint32_t)index };
    /* Menus may have gaps: missing entries are left out. */
    if (device_ioctl(device, VIDIOC_QUERYMENU, &item))
      continue;
    napi_value entry = js_object(env);
    js_set_number(env, entry, "value", (double)index);
    if (control->type == V4L2_CTRL_TYPE_INTEGER_MENU)
      js_set_number(env, entry, "number", (double)item.value);
    else
      js_set_text(env, entry, "name", item.name, sizeof item.name);
    js_push(env, list, entry);
  }
  return list;
}

/* The kernel sign-extends the 32 bits of a mask. */
static double unsigned_of(const struct v4l2_query_ext_ctrl *control, int64_t value)
{
  return control->type == V4L2_CTRL_TYPE_BITMASK ? (double)(uint32_t)value : (double)value;
}

static napi_value control_object(napi_env env, const Device *device, const struct v4l2_query_ext_ctrl *control)
{
  napi_value entry = js_object(env);
  const char *type = type_name(control);
  js_set_number(env, entry, "id", control->id);
  js_set_text(env, entry, "name", control->name, sizeof control->name);
  js_set_text(env, entry, "type", type, strlen(type));
  js_set_number(env, entry, "minimum", (double)control->minimum);
  js_set_number(env, entry, "maximum", unsigned_of(control, control->maximum));
  js_set_number(env, entry, "step", (double)control->step);
  js_set_number(env, entry, "defaultValue", unsigned_of(control, control->default_value));
  for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
    js_set_bool(env, entry, flag_names[i].name, control->flags & flag_names[i].flag);
  if (control->type == V4L2_CTRL_TYPE_MENU || control->type == V4L2_CTRL_TYPE_INTEGER_MENU)
    js_set(env, entry, "menu", menu(env, device, control));
  return entry;
}

/* controls(device): all controls but class headings, in the driver's order */
static napi_value controls(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_query_ext_ctrl control = { 0 };
  Device *device = device_argument(env, info, 1, argv);
  if (!device)
    return NULL;
  napi_value list = js_array(env);
  for (int count = 0; count < MOST; count++) {
    control.id |= V4L2_CTRL_FLAG_NEXT_CTRL | V4L2_CTRL_FLAG_NEXT_COMPOUND;
    int error = device_ioctl(device, VIDIOC_QUERY_EXT_CTRL, &control);
    if (error == EINVAL || error == ENOTTY)
      break;
    if (error)
      return js_throw_errno(env, error, "VIDIOC_QUERY_EXT_CTRL", device->path);
    if (control.type != V4L2_CTRL_TYPE_CTRL_CLASS)
      js_push(env, list, control_object(env, device, &control));
  }
  return list;
}

napi_status bind_query_controls(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = { METHOD("controls", controls) };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
