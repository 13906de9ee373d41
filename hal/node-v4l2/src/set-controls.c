/* Control values: any number of them in one system call. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"

#define MOST 256

/* Controls of one call. The driver's description says how a value is stored. */
typedef struct {
  struct v4l2_ext_control control[MOST];
  uint32_t type[MOST];
  uint32_t count;
} Batch;

static int describe(const Device *device, Batch *batch, uint32_t id)
{
  struct v4l2_query_ext_ctrl query = { .id = id };
  int error = device_ioctl(device, VIDIOC_QUERY_EXT_CTRL, &query);
  if (error)
    return error;
  /* Text and array controls need memory of their own and are not offered. */
  if (query.type == V4L2_CTRL_TYPE_STRING || query.nr_of_dims > 0)
    return EOPNOTSUPP;
  batch->type[batch->count] = query.type;
  batch->control[batch->count] = (struct v4l2_ext_control){ .id = id };
  return 0;
}

/* Adds a control. Returns false with a pending error. */
static bool add(napi_env env, const Device *device, Batch *batch, napi_value id)
{
  uint32_t number;
  if (!js_uint_argument(env, id, &number))
    return false;
  if (batch->count == MOST) {
    napi_throw_range_error(env, NULL, "too many controls in one call");
    return false;
  }
  int error = describe(device, batch, number);
  if (error) {
    js_throw_errno(env, error, "VIDIOC_QUERY_EXT_CTRL", device->path);
    return false;
  }
  return true;
}

static int transfer(const Device *device, Batch *batch, unsigned long request, uint32_t *failed)
{
  struct v4l2_ext_controls all = { .which = V4L2_CTRL_WHICH_CUR_VAL, .count = batch->count,
                                   .controls = batch->control };
  int error = device_ioctl(device, request, &all);
  *failed = all.error_idx;
  return error;
}

static napi_value refuse(napi_env env, const Device *device, const Batch *batch, int error, uint32_t failed,
                         const char *call)
{
  napi_value thrown;
  js_throw_errno(env, error, call, device->path);
  /* The error names the refused control, if the driver tells it: an index equal to the count means that it tells none. */
  if (failed < batch->count && napi_get_and_clear_last_exception(env, &thrown) == napi_ok) {
    js_set_number(env, thrown, "control", batch->control[failed].id);
    napi_throw(env, thrown);
  }
  return NULL;
}

static double value_of(const struct v4l2_ext_control *control, uint32_t type)
{
  if (type == V4L2_CTRL_TYPE_INTEGER64)
    return (double)control->value64;
  return type == V4L2_CTRL_TYPE_BITMASK ? (double)(uint32_t)control->value : (double)control->value;
}

static napi_value values(napi_env env, const Batch *batch)
{
  napi_value list = js_array(env);
  for (uint32_t i = 0; i < batch->count; i++) {
    napi_value entry = js_object(env);
    js_set_number(env, entry, "id", batch->control[i].id);
    js_set_number(env, entry, "value", value_of(&batch->control[i], batch->type[i]));
    js_push(env, list, entry);
  }
  return list;
}

/* getControls(device, ids): [{ id, value }] */
static napi_value get_controls(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS], id, result = NULL;
  uint32_t length = 0, failed = 0;
  Device *device = device_argument(env, info, 2, argv);
  if (!device || napi_get_array_length(env, argv[1], &length) != napi_ok) {
    if (device)
      napi_throw_type_error(env, NULL, "a list of control ids is expected");
    return NULL;
  }
  Batch *batch = calloc(1, sizeof *batch);
  for (; batch->count < length; batch->count++)
    if (napi_get_element(env, argv[1], batch->count, &id) != napi_ok || !add(env, device, batch, id))
      break;
  if (batch->count == length) {
    int error = transfer(device, batch, VIDIOC_G_EXT_CTRLS, &failed);
    result = error ? refuse(env, device, batch, error, failed, "VIDIOC_G_EXT_CTRLS") : values(env, batch);
  }
  free(batch);
  return result;
}

static bool add_value(napi_env env, const Device *device, Batch *batch, napi_value entry)
{
  napi_value id, value;
  int64_t number;
  if (napi_get_named_property(env, entry, "id", &id) != napi_ok || !add(env, device, batch, id) ||
      napi_get_named_property(env, entry, "value", &value) != napi_ok || !js_int64_argument(env, value, &number))
    return false;
  uint32_t type = batch->type[batch->count];
  if (type == V4L2_CTRL_TYPE_INTEGER64) {
    batch->control[batch->count].value64 = number;
    return true;
  }
  bool bits = type == V4L2_CTRL_TYPE_BITMASK;
  if (number < (bits ? 0 : INT32_MIN) || number > (bits ? (int64_t)UINT32_MAX : INT32_MAX)) {
    napi_throw_range_error(env, NULL, "the value of a control has 32 bit");
    return false;
  }
  batch->control[batch->count].value = (int32_t)number;
  return true;
}

static napi_value write_controls(napi_env env, napi_callback_info info, unsigned long request, const char *call)
{
  napi_value argv[MAX_ARGUMENTS], entry, result = NULL;
  uint32_t length = 0, failed = 0;
  Device *device = device_argument(env, info, 2, argv);
  if (!device || napi_get_array_length(env, argv[1], &length) != napi_ok) {
    if (device)
      napi_throw_type_error(env, NULL, "a list of { id, value } is expected");
    return NULL;
  }
  Batch *batch = calloc(1, sizeof *batch);
  for (; batch->count < length; batch->count++)
    if (napi_get_element(env, argv[1], batch->count, &entry) != napi_ok || !add_value(env, device, batch, entry))
      break;
  if (batch->count == length) {
    int error = transfer(device, batch, request, &failed);
    result = error ? refuse(env, device, batch, error, failed, call) : values(env, batch);
  }
  free(batch);
  return result;
}

/* setControls(device, [{ id, value }]): the values in force afterwards */
static napi_value set_controls(napi_env env, napi_callback_info info)
{
  return write_controls(env, info, VIDIOC_S_EXT_CTRLS, "VIDIOC_S_EXT_CTRLS");
}

/* tryControls(device, [{ id, value }]): the values the driver would take, without any effect */
static napi_value try_controls(napi_env env, napi_callback_info info)
{
  return write_controls(env, info, VIDIOC_TRY_EXT_CTRLS, "VIDIOC_TRY_EXT_CTRLS");
}

napi_status bind_set_controls(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("getControls", get_controls),
    METHOD("setControls", set_controls),
    METHOD("tryControls", try_controls),
  };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
