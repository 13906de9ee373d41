/* JavaScript function for the counts of native objects. */
#include "bindings.h"
#include "runtime/js.h"
#include "runtime/live.h"

/* liveObjects() */
static napi_value live_objects(napi_env env, napi_callback_info info)
{
  napi_value result = NULL;
  (void)info;
  napi_create_object(env, &result);
  for (guint kind = 0; kind < LIVE_KINDS; kind++)
    napi_set_named_property(env, result, live_name(kind), js_from_number(env, live_count(kind)));
  return result;
}

napi_status bind_live(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = { METHOD("liveObjects", live_objects) };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
