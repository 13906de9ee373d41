/* Enumeration of a device: capabilities, formats, sizes, intervals, inputs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "device.h"

/* No driver lists more entries than this; it ends the enumeration of one that never ends. */
#define MOST 512

static void set_fourcc(napi_env env, napi_value object, const char *name, uint32_t fourcc)
{
  char text[5] = { (char)(fourcc & 0x7f), (char)(fourcc >> 8 & 0x7f), (char)(fourcc >> 16 & 0x7f),
                   (char)(fourcc >> 24 & 0x7f), 0 };
  js_set_text(env, object, name, text, 4);
}

/* capability(device) */
static napi_value capability(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_capability c = { 0 };
  Device *device = device_argument(env, info, 1, argv);
  if (!device)
    return NULL;
  int error = device_ioctl(device, VIDIOC_QUERYCAP, &c);
  if (error)
    return js_throw_errno(env, error, "VIDIOC_QUERYCAP", device->path);
  char version[24];
  snprintf(version, sizeof version, "%u.%u.%u", c.version >> 16, c.version >> 8 & 255, c.version & 255);
  uint32_t caps = c.capabilities & V4L2_CAP_DEVICE_CAPS ? c.device_caps : c.capabilities;
  napi_value result = js_object(env);
  js_set_text(env, result, "driver", c.driver, sizeof c.driver);
  js_set_text(env, result, "card", c.card, sizeof c.card);
  js_set_text(env, result, "busInfo", c.bus_info, sizeof c.bus_info);
  js_set_text(env, result, "version", version, sizeof version);
  js_set_number(env, result, "capabilities", caps);
  js_set_bool(env, result, "capture", caps & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_CAPTURE_MPLANE));
  js_set_bool(env, result, "multiPlanar", caps & (V4L2_CAP_VIDEO_CAPTURE_MPLANE | V4L2_CAP_VIDEO_M2M_MPLANE));
  js_set_bool(env, result, "memoryToMemory", caps & (V4L2_CAP_VIDEO_M2M | V4L2_CAP_VIDEO_M2M_MPLANE));
  js_set_bool(env, result, "streaming", caps & V4L2_CAP_STREAMING);
  return result;
}

/* formats(device, bufferType) */
static napi_value formats(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_fmtdesc format = { 0 };
  Device *device = device_argument(env, info, 2, argv);
  if (!device || !js_uint_argument(env, argv[1], &format.type))
    return NULL;
  napi_value list = js_array(env);
  for (format.index = 0; format.index < MOST; format.index++) {
    int error = device_ioctl(device, VIDIOC_ENUM_FMT, &format);
    if (error == EINVAL)
      break;
    if (error)
      return js_throw_errno(env, error, "VIDIOC_ENUM_FMT", device->path);
    napi_value entry = js_object(env);
    set_fourcc(env, entry, "fourcc", format.pixelformat);
    js_set_number(env, entry, "pixelFormat", format.pixelformat);
    js_set_text(env, entry, "description", format.description, sizeof format.description);
    js_set_bool(env, entry, "compressed", format.flags & V4L2_FMT_FLAG_COMPRESSED);
    js_set_bool(env, entry, "emulated", format.flags & V4L2_FMT_FLAG_EMULATED);
    js_push(env, list, entry);
  }
  return list;
}

static napi_value size_entry(napi_env env, const struct v4l2_frmsizeenum *size)
{
  bool discrete = size->type == V4L2_FRMSIZE_TYPE_DISCRETE;
  napi_value entry = js_object(env);
  js_set_number(env, entry, "minWidth", discrete ? size->discrete.width : size->stepwise.min_width);
  js_set_number(env, entry, "maxWidth", discrete ? size->discrete.width : size->stepwise.max_width);
  js_set_number(env, entry, "stepWidth", discrete ? 1 : size->stepwise.step_width);
  js_set_number(env, entry, "minHeight", discrete ? size->discrete.height : size->stepwise.min_height);
  js_set_number(env, entry, "maxHeight", discrete ? size->discrete.height : size->stepwise.max_height);
  js_set_number(env, entry, "stepHeight", discrete ? 1 : size->stepwise.step_height);
  return entry;
}

/* frameSizes(device, pixelFormat): a single size has its minimum equal to its maximum. */
static napi_value frame_sizes(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_frmsizeenum size = { 0 };
  Device *device = device_argument(env, info, 2, argv);
  if (!device || !js_uint_argument(env, argv[1], &size.pixel_format))
    return NULL;
  napi_value list = js_array(env);
  for (size.index = 0; size.index < MOST; size.index++) {
    int error = device_ioctl(device, VIDIOC_ENUM_FRAMESIZES, &size);
    if (error == EINVAL || (error == ENOTTY && size.index == 0))
      break;
    if (error)
      return js_throw_errno(env, error, "VIDIOC_ENUM_FRAMESIZES", device->path);
    js_push(env, list, size_entry(env, &size));
    if (size.type != V4L2_FRMSIZE_TYPE_DISCRETE)
      break;
  }
  return list;
}

static void set_fraction(napi_env env, napi_value object, const char *name, const struct v4l2_fract *fraction)
{
  napi_value value = js_object(env);
  js_set_number(env, value, "numerator", fraction->numerator);
  js_set_number(env, value, "denominator", fraction->denominator);
  js_set(env, object, name, value);
}

/* frameIntervals(device, pixelFormat, width, height): seconds as fractions, shortest and longest. */
static napi_value frame_intervals(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_frmivalenum interval = { 0 };
  Device *device = device_argument(env, info, 4, argv);
  if (!device || !js_uint_argument(env, argv[1], &interval.pixel_format) ||
      !js_uint_argument(env, argv[2], &interval.width) || !js_uint_argument(env, argv[3], &interval.height))
    return NULL;
  napi_value list = js_array(env);
  for (interval.index = 0; interval.index < MOST; interval.index++) {
    int error = device_ioctl(device, VIDIOC_ENUM_FRAMEINTERVALS, &interval);
    if (error == EINVAL || (error == ENOTTY && interval.index == 0))
      break;
    if (error)
      return js_throw_errno(env, error, "VIDIOC_ENUM_FRAMEINTERVALS", device->path);
    bool discrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE;
    napi_value entry = js_object(env);
    set_fraction(env, entry, "min", discrete ? &interval.discrete : &interval.stepwise.min);
    set_fraction(env, entry, "max", discrete ? &interval.discrete : &interval.stepwise.max);
    js_push(env, list, entry);
    if (!discrete)
      break;
  }
  return list;
}

/* inputs(device) */
static napi_value inputs(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_input input = { 0 };
  Device *device = device_argument(env, info, 1, argv);
  if (!device)
    return NULL;
  napi_value list = js_array(env);
  for (uint32_t index = 0; index < MOST; index++) {
    input = (struct v4l2_input){ .index = index };
    int error = device_ioctl(device, VIDIOC_ENUMINPUT, &input);
    if (error == EINVAL || (error == ENOTTY && index == 0))
      break;
    if (error)
      return js_throw_errno(env, error, "VIDIOC_ENUMINPUT", device->path);
    napi_value entry = js_object(env);
    js_set_text(env, entry, "name", input.name, sizeof input.name);
    js_set_bool(env, entry, "camera", input.type == V4L2_INPUT_TYPE_CAMERA);
    js_set_bool(env, entry, "noSignal", input.status & (V4L2_IN_ST_NO_SIGNAL | V4L2_IN_ST_NO_POWER));
    js_push(env, list, entry);
  }
  return list;
}

napi_status bind_enumerate(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("capability", capability),
    METHOD("formats", formats),
    METHOD("frameSizes", frame_sizes),
    METHOD("frameIntervals", frame_intervals),
    METHOD("inputs", inputs),
  };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
