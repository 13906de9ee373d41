/* Format of a device's pictures: pixel format, frame interval, crop. */
#include <errno.h>
#include <string.h>

#include "device.h"

static bool planar(uint32_t type)
{
  return type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE || type == V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE;
}

static napi_value format_object(napi_env env, const struct v4l2_format *format)
{
  bool multi = planar(format->type);
  const struct v4l2_pix_format *single = &format->fmt.pix;
  const struct v4l2_pix_format_mplane *planes = &format->fmt.pix_mp;
  napi_value result = js_object(env);
  js_set_number(env, result, "width", multi ? planes->width : single->width);
  js_set_number(env, result, "height", multi ? planes->height : single->height);
  js_set_number(env, result, "pixelFormat", multi ? planes->pixelformat : single->pixelformat);
  js_set_number(env, result, "field", multi ? planes->field : single->field);
  js_set_number(env, result, "bytesPerLine", multi ? planes->plane_fmt[0].bytesperline : single->bytesperline);
  js_set_number(env, result, "sizeImage", multi ? planes->plane_fmt[0].sizeimage : single->sizeimage);
  return result;
}

/* getFormat(device, bufferType) */
static napi_value get_format(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_format format = { 0 };
  Device *device = device_argument(env, info, 2, argv);
  if (!device || !js_uint_argument(env, argv[1], &format.type))
    return NULL;
  int error = device_ioctl(device, VIDIOC_G_FMT, &format);
  return error ? js_throw_errno(env, error, "VIDIOC_G_FMT", device->path) : format_object(env, &format);
}

static bool read_format(napi_env env, napi_value object, struct v4l2_format *format)
{
  uint32_t width, height, pixel_format;
  if (!js_uint_member(env, object, "width", &width) || !js_uint_member(env, object, "height", &height) ||
      !js_uint_member(env, object, "pixelFormat", &pixel_format))
    return false;
  if (planar(format->type)) {
    format->fmt.pix_mp.width = width;
    format->fmt.pix_mp.height = height;
    format->fmt.pix_mp.pixelformat = pixel_format;
  } else {
    format->fmt.pix.width = width;
    format->fmt.pix.height = height;
    format->fmt.pix.pixelformat = pixel_format;
  }
  return true;
}

static napi_value change_format(napi_env env, napi_callback_info info, unsigned long request, const char *name)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_format format = { 0 };
  Device *device = device_argument(env, info, 3, argv);
  if (!device || !js_uint_argument(env, argv[1], &format.type) || !read_format(env, argv[2], &format))
    return NULL;
  int error = device_ioctl(device, request, &format);
  return error ? js_throw_errno(env, error, name, device->path) : format_object(env, &format);
}

/* setFormat(device, bufferType, { width, height, pixelFormat }): the format that the driver set */
static napi_value set_format(napi_env env, napi_callback_info info)
{
  return change_format(env, info, VIDIOC_S_FMT, "VIDIOC_S_FMT");
}

/* tryFormat(device, bufferType, { width, height, pixelFormat }): the format that the driver would set */
static napi_value try_format(napi_env env, napi_callback_info info)
{
  return change_format(env, info, VIDIOC_TRY_FMT, "VIDIOC_TRY_FMT");
}

static napi_value interval_object(napi_env env, const struct v4l2_streamparm *parameters)
{
  napi_value result = js_object(env);
  js_set_number(env, result, "numerator", parameters->parm.capture.timeperframe.numerator);
  js_set_number(env, result, "denominator", parameters->parm.capture.timeperframe.denominator);
  return result;
}

/* getFrameInterval(device, bufferType): seconds as a fraction */
static napi_value get_frame_interval(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_streamparm parameters = { 0 };
  Device *device = device_argument(env, info, 2, argv);
  if (!device || !js_uint_argument(env, argv[1], &parameters.type))
    return NULL;
  int error = device_ioctl(device, VIDIOC_G_PARM, &parameters);
  return error ? js_throw_errno(env, error, "VIDIOC_G_PARM", device->path) : interval_object(env, &parameters);
}

/* setFrameInterval(device, bufferType, { numerator, denominator }): the interval in force afterwards */
static napi_value set_frame_interval(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_streamparm parameters = { 0 };
  struct v4l2_fract *interval = &parameters.parm.capture.timeperframe;
  Device *device = device_argument(env, info, 3, argv);
  if (!device || !js_uint_argument(env, argv[1], &parameters.type) ||
      !js_uint_member(env, argv[2], "numerator", &interval->numerator) ||
      !js_uint_member(env, argv[2], "denominator", &interval->denominator))
    return NULL;
  int error = device_ioctl(device, VIDIOC_S_PARM, &parameters);
  return error ? js_throw_errno(env, error, "VIDIOC_S_PARM", device->path) : interval_object(env, &parameters);
}

static napi_value rectangle_object(napi_env env, const struct v4l2_rect *rectangle)
{
  napi_value result = js_object(env);
  js_set_number(env, result, "left", rectangle->left);
  js_set_number(env, result, "top", rectangle->top);
  js_set_number(env, result, "width", rectangle->width);
  js_set_number(env, result, "height", rectangle->height);
  return result;
}

/* The selection interface takes single-planar types only (V4L2 documentation, VIDIOC_G_SELECTION). */
static uint32_t selection_type(uint32_t type)
{
  return type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE  ? V4L2_BUF_TYPE_VIDEO_CAPTURE
         : type == V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE ? V4L2_BUF_TYPE_VIDEO_OUTPUT
                                                     : type;
}

/* getSelection(device, bufferType, target) */
static napi_value get_selection(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_selection selection = { 0 };
  Device *device = device_argument(env, info, 3, argv);
  if (!device || !js_uint_argument(env, argv[1], &selection.type) || !js_uint_argument(env, argv[2], &selection.target))
    return NULL;
  selection.type = selection_type(selection.type);
  int error = device_ioctl(device, VIDIOC_G_SELECTION, &selection);
  return error ? js_throw_errno(env, error, "VIDIOC_G_SELECTION", device->path) : rectangle_object(env, &selection.r);
}

/* setSelection(device, bufferType, target, { left, top, width, height }): the rectangle in force afterwards */
static napi_value set_selection(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  struct v4l2_selection selection = { 0 };
  struct v4l2_rect *r = &selection.r;
  Device *device = device_argument(env, info, 4, argv);
  if (!device || !js_uint_argument(env, argv[1], &selection.type) || !js_uint_argument(env, argv[2], &selection.target) ||
      !js_int_member(env, argv[3], "left", &r->left) || !js_int_member(env, argv[3], "top", &r->top) ||
      !js_uint_member(env, argv[3], "width", &r->width) || !js_uint_member(env, argv[3], "height", &r->height))
    return NULL;
  selection.type = selection_type(selection.type);
  int error = device_ioctl(device, VIDIOC_S_SELECTION, &selection);
  return error ? js_throw_errno(env, error, "VIDIOC_S_SELECTION", device->path) : rectangle_object(env, r);
}

napi_status bind_format(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("getFormat", get_format),
    METHOD("setFormat", set_format),
    METHOD("tryFormat", try_format),
    METHOD("getFrameInterval", get_frame_interval),
    METHOD("setFrameInterval", set_frame_interval),
    METHOD("getSelection", get_selection),
    METHOD("setSelection", set_selection),
  };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
