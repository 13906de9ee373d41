/* Entry of node-v4l2: Video4Linux2 for Node.js, context-aware, without global state. */
#include "device.h"

NAPI_MODULE_INIT()
{
  napi_status (*const parts[])(napi_env, napi_value) = {
    bind_device, bind_enumerate, bind_format, bind_query_controls, bind_set_controls, bind_events, bind_media,
  };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i](env, exports) != napi_ok)
      napi_throw_error(env, NULL, "node-v4l2 cannot be loaded");
  return exports;
}
