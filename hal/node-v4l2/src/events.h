/* Events of a device (VIDIOC_DQEVENT), delivered through libuv's poll: no thread. */
#pragma once
#include "device.h"

/* Ends delivery; nothing when there is none. To be called before the descriptor is closed. */
void events_end(napi_env env, Device *device);
