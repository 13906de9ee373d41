/* JavaScript functions for hubs and their subscribers. */
#include "bindings.h"
#include "frames/document.h"
#include "hub/hub-registry.h"
#include "hub/subscriber.h"

static void release_hub(gpointer hub)
{
  hub_retire(hub);
  hub_unref(hub);
}

static void release_subscriber(gpointer subscriber)
{
  subscriber_close(subscriber);
  subscriber_unref(subscriber);
}

/* openHub(name, { clockRate, unit }, onCaps) */
static napi_value open_hub(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  char *name = js_arguments(env, info, 3, argv) ? js_string(env, argv[0]) : NULL;
  double rate = name ? js_number(env, js_member(env, argv[1], "clockRate")) : 0;
  char *unit = rate > 0 ? js_string(env, js_member(env, argv[1], "unit")) : NULL;
  JsCallback *callback = unit ? js_callback_new(env, argv[2]) : NULL;
  if (callback)
    result = js_handle(env, HANDLE_HUB, hub_open(name, (guint32)rate, g_str_equal(unit, "packet"), callback), release_hub);
  js_callback_unref(callback);
  g_free(unit);
  g_free(name);
  return result;
}

static Hub *first_hub(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  return js_arguments(env, info, count, argv) ? js_unwrap(env, argv[0], HANDLE_HUB) : NULL;
}

static napi_value ssrc(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  return hub ? js_from_number(env, hub_stream(hub)->ssrc) : NULL;
}

static napi_value frames(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  return hub ? js_from_number(env, (double)hub_frames(hub)) : NULL;
}

static napi_value octets(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  return hub ? js_from_number(env, (double)hub_octets(hub)) : NULL;
}

static napi_value request_key_frame(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  if (hub)
    hub_request_key_frame(hub);
  return NULL;
}

static napi_value forget_frames(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  if (hub)
    hub_forget_frames(hub);
  return NULL;
}

/* onKeyFrameRequest(hub, callback) */
static napi_value on_key_frame_request(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 2, argv);
  JsCallback *callback = hub ? js_callback_new(env, argv[1]) : NULL;
  if (callback)
    hub_on_key_request(hub, callback);
  js_callback_unref(callback);
  return NULL;
}

/* sendDocument(hub, payloadType, bytes) */
static napi_value send_document(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Bytes bytes;
  Hub *hub = first_hub(env, info, 3, argv);
  if (!hub || !js_bytes(env, argv[2], &bytes))
    return NULL;
  if (bytes.size == 0 || bytes.size > DOCUMENT_MAX_BYTES)
    return js_throw(env, "EINVAL", "a document is 1 to 4194304 octets");
  hub_send_document(hub, (guint8)js_number(env, argv[1]) & 127, bytes.data, bytes.size);
  return NULL;
}

static napi_value close_hub(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Hub *hub = first_hub(env, info, 1, argv);
  if (hub)
    hub_retire(hub);
  return NULL;
}

/* Reads an optional SRTP context. Returns FALSE with a pending TypeError when the value is something else. */
static gboolean read_srtp(napi_env env, napi_value value, Target *target)
{
  napi_valuetype type;
  if (napi_typeof(env, value, &type) == napi_ok && type == napi_undefined)
    return TRUE;
  SrtpContext *context = js_unwrap(env, value, HANDLE_SRTP);
  if (context)
    target->srtp = srtp_context_ref(context);
  return context != NULL;
}

/* subscribeUdp(hub, pair, address, rtpPort, rtcpPort, srtp?) */
static napi_value subscribe_udp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Target target = { 0 };
  Hub *hub = first_hub(env, info, 5, argv);
  UdpPair *pair = hub ? js_unwrap(env, argv[1], HANDLE_PAIR) : NULL;
  char *address = pair ? js_string(env, argv[2]) : NULL;
  if (!address)
    return NULL;
  gboolean valid = udp_pair_address(pair, address, (guint16)js_number(env, argv[3]), &target.rtp) &&
                   udp_pair_address(pair, address, (guint16)js_number(env, argv[4]), &target.rtcp);
  g_free(address);
  if (!valid)
    return js_throw(env, "EINVAL", "not a numeric address");
  if (!read_srtp(env, argv[5], &target))
    return NULL;
  target.pair = udp_pair_ref(pair);
  return js_handle(env, HANDLE_SUBSCRIBER, subscriber_new(hub_stream(hub), &target), release_subscriber);
}

/* subscribeInterleaved(hub, connection, rtpChannel, rtcpChannel, srtp?) */
static napi_value subscribe_interleaved(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Target target = { 0 };
  Hub *hub = first_hub(env, info, 4, argv);
  Connection *connection = hub ? js_unwrap(env, argv[1], HANDLE_CONNECTION) : NULL;
  if (!connection || !read_srtp(env, argv[4], &target))
    return NULL;
  target.rtp_channel = (guint8)js_number(env, argv[2]);
  target.rtcp_channel = (guint8)js_number(env, argv[3]);
  target.connection = connection_ref(connection);
  return js_handle(env, HANDLE_SUBSCRIBER, subscriber_new(hub_stream(hub), &target), release_subscriber);
}

/* play(subscriber, onPlayPoint) */
static napi_value play(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Subscriber *subscriber = js_arguments(env, info, 2, argv) ? js_unwrap(env, argv[0], HANDLE_SUBSCRIBER) : NULL;
  JsCallback *callback = subscriber ? js_callback_new(env, argv[1]) : NULL;
  if (callback)
    subscriber_play(subscriber, callback);
  js_callback_unref(callback);
  return NULL;
}

static napi_value on_subscriber(napi_env env, napi_callback_info info, void (*action)(Subscriber *subscriber))
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Subscriber *subscriber = js_arguments(env, info, 1, argv) ? js_unwrap(env, argv[0], HANDLE_SUBSCRIBER) : NULL;
  if (subscriber)
    action(subscriber);
  return NULL;
}

static napi_value start(napi_env env, napi_callback_info info)
{
  return on_subscriber(env, info, subscriber_start);
}

static napi_value pause_subscriber(napi_env env, napi_callback_info info)
{
  return on_subscriber(env, info, subscriber_pause);
}

static napi_value close_subscriber(napi_env env, napi_callback_info info)
{
  return on_subscriber(env, info, subscriber_close);
}

static napi_value counters(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Subscriber *subscriber = js_arguments(env, info, 1, argv) ? js_unwrap(env, argv[0], HANDLE_SUBSCRIBER) : NULL;
  if (!subscriber)
    return NULL;
  SubscriberCounters values = subscriber_counters(subscriber);
  napi_create_object(env, &result);
  napi_set_named_property(env, result, "packets", js_from_number(env, (double)values.packets));
  napi_set_named_property(env, result, "octets", js_from_number(env, (double)values.octets));
  napi_set_named_property(env, result, "droppedFrames", js_from_number(env, (double)values.dropped_frames));
  return result;
}

napi_status bind_streams(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("openHub", open_hub),
    METHOD("ssrc", ssrc),
    METHOD("frames", frames),
    METHOD("octets", octets),
    METHOD("requestKeyFrame", request_key_frame),
    METHOD("forgetFrames", forget_frames),
    METHOD("onKeyFrameRequest", on_key_frame_request),
    METHOD("sendDocument", send_document),
    METHOD("closeHub", close_hub),
    METHOD("subscribeUdp", subscribe_udp),
    METHOD("subscribeInterleaved", subscribe_interleaved),
    METHOD("play", play),
    METHOD("start", start),
    METHOD("pause", pause_subscriber),
    METHOD("closeSubscriber", close_subscriber),
    METHOD("counters", counters),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
