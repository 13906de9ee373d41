/* JavaScript functions for UDP pairs and TCP connections. */
#include <errno.h>
#include <string.h>

#include "bindings.h"
#include "net/connection.h"
#include "net/udp-pair.h"

static void release_pair(gpointer pair)
{
  udp_pair_close(pair);
  udp_pair_unref(pair);
}

static void release_connection(gpointer connection)
{
  connection_close(connection);
  connection_unref(connection);
}

static const char *errno_name(int error)
{
  return error == EADDRINUSE ? "EADDRINUSE" : error == EADDRNOTAVAIL ? "EADDRNOTAVAIL" : error == EACCES ? "EACCES" : "EIO";
}

/* openPair({ address, port, segment, multicastTtl, pacing, onRtcp, onRtp? }) */
static napi_value open_pair(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  if (!js_arguments(env, info, 1, argv))
    return NULL;
  bool segment = true;
  bool reads_rtp = false;
  napi_get_value_bool(env, js_member(env, argv[0], "segment"), &segment);
  napi_has_named_property(env, argv[0], "onRtp", &reads_rtp);
  char *address = js_string(env, js_member(env, argv[0], "address"));
  JsCallback *on_rtcp = address ? js_callback_new(env, js_member(env, argv[0], "onRtcp")) : NULL;
  JsCallback *on_rtp = on_rtcp && reads_rtp ? js_callback_new(env, js_member(env, argv[0], "onRtp")) : NULL;
  if (on_rtcp && (on_rtp || !reads_rtp)) {
    UdpPairOptions options = { .address = address,
                               .port = (guint16)js_number(env, js_member(env, argv[0], "port")),
                               .segment = segment,
                               .hops = (guint)js_number(env, js_member(env, argv[0], "multicastTtl")),
                               .pacing = (guint64)js_number(env, js_member(env, argv[0], "pacing")),
                               .on_rtcp = on_rtcp,
                               .on_rtp = on_rtp };
    UdpPair *pair = udp_pair_new(&options);
    result = pair ? js_handle(env, HANDLE_PAIR, pair, release_pair)
                  : js_throw(env, errno_name(errno), g_strerror(errno));
  }
  js_callback_unref(on_rtp);
  js_callback_unref(on_rtcp);
  g_free(address);
  return result;
}

/* sendRtcp(pair, bytes, address, port) */
static napi_value send_rtcp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Address to;
  Bytes bytes;
  UdpPair *pair = js_arguments(env, info, 4, argv) ? js_unwrap(env, argv[0], HANDLE_PAIR) : NULL;
  char *address = pair && js_bytes(env, argv[1], &bytes) ? js_string(env, argv[2]) : NULL;
  if (!address)
    return NULL;
  gboolean valid = udp_pair_address(pair, address, (guint16)js_number(env, argv[3]), &to);
  g_free(address);
  if (!valid)
    return js_throw(env, "EINVAL", "not a numeric address");
  udp_pair_send_rtcp(pair, &to, bytes.data, bytes.size);
  return NULL;
}

static napi_value pair_port(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  UdpPair *pair = js_arguments(env, info, 1, argv) ? js_unwrap(env, argv[0], HANDLE_PAIR) : NULL;
  return pair ? js_from_number(env, udp_pair_rtp_port(pair)) : NULL;
}

static napi_value close_pair(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  if (js_arguments(env, info, 1, argv))
    js_drop(env, argv[0], HANDLE_PAIR);
  return NULL;
}

/* adoptTcp(descriptor, queueBytes, websocket, onError) */
static napi_value adopt_tcp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  JsCallback *callback = js_arguments(env, info, 4, argv) ? js_callback_new(env, argv[3]) : NULL;
  bool websocket = false;
  if (!callback)
    return NULL;
  napi_get_value_bool(env, argv[2], &websocket);
  Connection *connection =
      connection_new((int)js_number(env, argv[0]), (gsize)MAX(js_number(env, argv[1]), 0), websocket, callback);
  js_callback_unref(callback);
  if (!connection)
    return js_throw(env, errno_name(errno), g_strerror(errno));
  return js_handle(env, HANDLE_CONNECTION, connection, release_connection);
}

/* connectionSend(connection, bytes, framed): boolean; framed bytes get no WebSocket header */
static napi_value connection_send(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Connection *connection = js_arguments(env, info, 3, argv) ? js_unwrap(env, argv[0], HANDLE_CONNECTION) : NULL;
  Bytes bytes;
  bool framed = false;
  if (!connection || !js_bytes(env, argv[1], &bytes))
    return NULL;
  napi_get_value_bool(env, argv[2], &framed);
  Block *block = block_copy(bytes.data, bytes.size);
  if (framed)
    block->head_size = 0;
  napi_get_boolean(env, connection_write_control(connection, block) == WRITE_DONE, &result);
  block_unref(block);
  return result;
}

static napi_value connection_queued_bytes(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Connection *connection = js_arguments(env, info, 1, argv) ? js_unwrap(env, argv[0], HANDLE_CONNECTION) : NULL;
  return connection ? js_from_number(env, (double)connection_queued(connection)) : NULL;
}

static napi_value close_connection(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  Connection *connection = js_arguments(env, info, 1, argv) ? js_unwrap(env, argv[0], HANDLE_CONNECTION) : NULL;
  if (connection)
    connection_close(connection);
  return NULL;
}

napi_status bind_transports(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("openPair", open_pair),
    METHOD("pairPort", pair_port),
    METHOD("closePair", close_pair),
    METHOD("sendRtcp", send_rtcp),
    METHOD("adoptTcp", adopt_tcp),
    METHOD("connectionSend", connection_send),
    METHOD("connectionQueued", connection_queued_bytes),
    METHOD("closeConnection", close_connection),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
