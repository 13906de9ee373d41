/*
 * Events of a device (VIDIOC_DQEVENT), delivered through libuv's poll without a thread. libuv polls a new descriptor for
 * reading, and a capture device that is polled so starts to capture: its buffers are then taken, no other program can stream.
 * libuv therefore gets an epoll descriptor, which polls the device for events only.
 */
#include "device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <uv.h>

struct Events {
  uv_poll_t poll; /* first member: uv_close frees the whole */
  int waiting;    /* the epoll descriptor */
  Device *device; /* NULL once ended */
  napi_env env;
  napi_ref listener;
  napi_async_context context;
};

static void free_events(uv_handle_t *handle)
{
  free(handle);
}

/* Returns 0 or an errno. */
static int watch(Events *events, uv_loop_t *loop, int device)
{
  struct epoll_event wish = { .events = EPOLLPRI };
  events->waiting = epoll_create1(EPOLL_CLOEXEC);
  if (events->waiting < 0)
    return errno;
  int error = epoll_ctl(events->waiting, EPOLL_CTL_ADD, device, &wish) < 0 ? errno
                                                                           : -uv_poll_init(loop, &events->poll, events->waiting);
  if (error)
    close(events->waiting);
  return error;
}

static void end_events(napi_env env, Device *device)
{
  Events *events = device->events;
  device->events = NULL;
  events->device = NULL;
  uv_poll_stop(&events->poll);
  napi_delete_reference(env, events->listener);
  napi_async_destroy(env, events->context);
  uv_close((uv_handle_t *)&events->poll, free_events);
  close(events->waiting);
}

static napi_value event_object(napi_env env, const struct v4l2_event *event)
{
  napi_value result = js_object(env);
  switch (event->type) {
  case V4L2_EVENT_CTRL:
    js_set_text(env, result, "kind", "control", 16);
    js_set_number(env, result, "id", event->id);
    js_set_bool(env, result, "valueChanged", event->u.ctrl.changes & V4L2_EVENT_CTRL_CH_VALUE);
    js_set_bool(env, result, "flagsChanged", event->u.ctrl.changes & V4L2_EVENT_CTRL_CH_FLAGS);
    js_set_bool(env, result, "rangeChanged", event->u.ctrl.changes & V4L2_EVENT_CTRL_CH_RANGE);
    js_set_number(env, result, "value",
                  event->u.ctrl.type == V4L2_CTRL_TYPE_INTEGER64 ? (double)event->u.ctrl.value64
                                                                 : (double)event->u.ctrl.value);
    js_set_bool(env, result, "inactive", event->u.ctrl.flags & V4L2_CTRL_FLAG_INACTIVE);
    break;
  case V4L2_EVENT_SOURCE_CHANGE:
    js_set_text(env, result, "kind", "source-change", 16);
    js_set_bool(env, result, "resolutionChanged", event->u.src_change.changes & V4L2_EVENT_SRC_CH_RESOLUTION);
    break;
  case V4L2_EVENT_EOS:
    js_set_text(env, result, "kind", "end", 16);
    break;
  default:
    js_set_text(env, result, "kind", "other", 16);
    js_set_number(env, result, "type", event->type);
  }
  return result;
}

static void tell(Events *events, napi_value event)
{
  napi_env env = events->env;
  napi_value listener, receiver, error;
  napi_get_global(env, &receiver);
  napi_get_reference_value(env, events->listener, &listener);
  if (napi_make_callback(env, events->context, receiver, listener, 1, &event, NULL) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &error) == napi_ok)
    napi_fatal_exception(env, error);
}

/* An unplugged device polls as broken for ever: the listener is told once. */
static void tell_gone(Events *events)
{
  napi_value event = js_object(events->env);
  js_set_text(events->env, event, "kind", "gone", 16);
  uv_poll_stop(&events->poll);
  tell(events, event);
}

static void on_poll(uv_poll_t *poll, int status, int flags)
{
  Events *events = (Events *)poll;
  napi_handle_scope scope;
  (void)flags;
  if (!events->device)
    return;
  napi_open_handle_scope(events->env, &scope);
  for (int count = 0; events->device && count < 64; count++) {
    struct v4l2_event event = { 0 };
    int error = status < 0 ? ENODEV : device_ioctl(events->device, VIDIOC_DQEVENT, &event);
    if (error == ENODEV || error == EIO)
      tell_gone(events);
    if (error)
      break;
    tell(events, event_object(events->env, &event)); /* may close the device */
  }
  napi_close_handle_scope(events->env, scope);
}

static int start(napi_env env, Device *device, napi_value listener)
{
  uv_loop_t *loop = NULL;
  napi_value name;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok)
    return EINVAL;
  Events *events = calloc(1, sizeof *events);
  int error = events ? watch(events, loop, device->fd) : ENOMEM;
  if (error) {
    free(events);
    return error;
  }
  events->device = device;
  events->env = env;
  napi_create_reference(env, listener, 1, &events->listener);
  napi_create_string_utf8(env, "v4l2-events", NAPI_AUTO_LENGTH, &name);
  napi_async_init(env, NULL, name, &events->context);
  device->events = events;
  device->end_events = end_events;
  uv_poll_start(&events->poll, UV_READABLE, on_poll);
  uv_unref((uv_handle_t *)&events->poll);
  return 0;
}

/* subscribe(device, [{ type, id }], listener): a new call takes the place of the one before */
static napi_value subscribe(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS], entry;
  uint32_t length = 0;
  napi_valuetype type;
  Device *device = device_argument(env, info, 3, argv);
  if (!device)
    return NULL;
  if (napi_get_array_length(env, argv[1], &length) != napi_ok || napi_typeof(env, argv[2], &type) != napi_ok ||
      type != napi_function) {
    napi_throw_type_error(env, NULL, "a list of { type, id } and a function are expected");
    return NULL;
  }
  if (device->events)
    end_events(env, device);
  struct v4l2_event_subscription none = { .type = V4L2_EVENT_ALL };
  device_ioctl(device, VIDIOC_UNSUBSCRIBE_EVENT, &none);
  for (uint32_t i = 0; i < length; i++) {
    struct v4l2_event_subscription wanted = { 0 };
    if (napi_get_element(env, argv[1], i, &entry) != napi_ok || !js_uint_member(env, entry, "type", &wanted.type) ||
        !js_uint_member(env, entry, "id", &wanted.id))
      return NULL;
    int error = device_ioctl(device, VIDIOC_SUBSCRIBE_EVENT, &wanted);
    if (error)
      return js_throw_errno(env, error, "VIDIOC_SUBSCRIBE_EVENT", device->path);
  }
  int error = start(env, device, argv[2]);
  return error ? js_throw_errno(env, error, "poll", device->path) : NULL;
}

napi_status bind_events(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = { METHOD("subscribe", subscribe) };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
