/* An open V4L2 device node in JavaScript's hands. */
#pragma once
#include <linux/videodev2.h>

#include "js.h"

typedef struct Device Device;
typedef struct Events Events;

struct Device {
  int fd; /* -1 once closed */
  char path[256];
  Events *events; /* of events.c; NULL while nothing is subscribed */
  void (*end_events)(napi_env env, Device *device); /* before the descriptor is closed; set together with `events` */
};

/* The open device behind an argument; NULL with a pending error (TypeError, or EBADF when it was closed). */
Device *device_of(napi_env env, napi_value value);
/* ioctl that goes on after signals; 0 or an errno. */
int device_ioctl(const Device *device, unsigned long request, void *argument);
/* The first argument as an open device, with `count` arguments in all; NULL with a pending error. */
Device *device_argument(napi_env env, napi_callback_info info, size_t count, napi_value *argv);

napi_status bind_device(napi_env env, napi_value exports);
napi_status bind_enumerate(napi_env env, napi_value exports);
napi_status bind_format(napi_env env, napi_value exports);
napi_status bind_query_controls(napi_env env, napi_value exports);
napi_status bind_set_controls(napi_env env, napi_value exports);
napi_status bind_events(napi_env env, napi_value exports);
napi_status bind_media(napi_env env, napi_value exports);
