/* Devices: an open V4L2 device node as a JavaScript value. */
#pragma once
#include <linux/videodev2.h>

#include "js.h"

typedef struct Device Device;
typedef struct Events Events;

struct Device {
  int fd; /* -1 once closed */
  char path[256];
  Events *events; /* of events.c; NULL while nothing is subscribed */
  void (*end_events)(napi_env env, Device *device); /* called before the descriptor is closed; set together with `events` */
};

/* Returns the open device of an argument; NULL with a pending error (TypeError, or EBADF when it was closed). */
Device *device_of(napi_env env, napi_value value);
/* Calls ioctl again after signals. Returns 0 or an errno. */
int device_ioctl(const Device *device, unsigned long request, void *argument);
/* Returns the first of `count` arguments as an open device; NULL with a pending error. */
Device *device_argument(napi_env env, napi_callback_info info, size_t count, napi_value *argv);

napi_status bind_device(napi_env env, napi_value exports);
napi_status bind_enumerate(napi_env env, napi_value exports);
napi_status bind_format(napi_env env, napi_value exports);
napi_status bind_query_controls(napi_env env, napi_value exports);
napi_status bind_set_controls(napi_env env, napi_value exports);
napi_status bind_events(napi_env env, napi_value exports);
napi_status bind_media(napi_env env, napi_value exports);
