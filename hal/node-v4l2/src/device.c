/* Devices: opens and closes a V4L2 device node. */
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const napi_type_tag device_tag = { 0x6f1c2b0a4d5e4f7bull, 0x9a3de07c1b2648f5ull };

int device_ioctl(const Device *device, unsigned long request, void *argument)
{
  int result;
  do
    result = ioctl(device->fd, request, argument);
  while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

static void device_close(napi_env env, Device *device)
{
  if (device->events)
    device->end_events(env, device);
  if (device->fd >= 0)
    close(device->fd);
  device->fd = -1;
}

static void finalize(napi_env env, void *data, void *hint)
{
  (void)hint;
  device_close(env, data);
  free(data);
}

static Device *unwrap(napi_env env, napi_value value)
{
  void *data = NULL;
  bool ours = false;
  napi_valuetype type;
  if (napi_typeof(env, value, &type) == napi_ok && type == napi_external &&
      napi_check_object_type_tag(env, value, &device_tag, &ours) == napi_ok && ours)
    napi_get_value_external(env, value, &data);
  if (!data)
    napi_throw_type_error(env, NULL, "not a device of open()");
  return data;
}

Device *device_of(napi_env env, napi_value value)
{
  Device *device = unwrap(env, value);
  if (!device || device->fd >= 0)
    return device;
  js_throw_errno(env, EBADF, "ioctl", device->path);
  return NULL;
}

Device *device_argument(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  return js_arguments(env, info, count, argv) ? device_of(env, argv[0]) : NULL;
}

/* open(path): device. A file that is no V4L2 device is refused with ENOTTY. */
static napi_value open_device(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS], result = NULL;
  struct v4l2_capability capability;
  Device *device = calloc(1, sizeof *device);
  if (!js_arguments(env, info, 1, argv) || !js_text_argument(env, argv[0], device->path, sizeof device->path)) {
    free(device);
    return NULL;
  }
  const char *call = "open";
  device->fd = open(device->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  int error = device->fd < 0 ? errno : 0;
  if (!error) {
    call = "VIDIOC_QUERYCAP";
    error = device_ioctl(device, VIDIOC_QUERYCAP, &capability);
  }
  if (error) {
    js_throw_errno(env, error, call, device->path);
    finalize(env, device, NULL);
    return NULL;
  }
  if (napi_create_external(env, device, finalize, NULL, &result) != napi_ok) {
    finalize(env, device, NULL);
    return NULL;
  }
  napi_type_tag_object(env, result, &device_tag);
  return result;
}

/* close(device): may be called again. */
static napi_value close_device(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  Device *device = js_arguments(env, info, 1, argv) ? unwrap(env, argv[0]) : NULL;
  if (device)
    device_close(env, device);
  return NULL;
}

napi_status bind_device(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = { METHOD("open", open_device), METHOD("close", close_device) };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
