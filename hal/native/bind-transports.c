/* JavaScript's view of UDP pairs and TCP connections. */
#include <errno.h>
#include <string.h>

#include "bindings.h"
#include "connection.h"
#include "udp-pair.h"

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

/* openPair(address, port, segment, onRtcp) */
static napi_value open_pair(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  if (!js_arguments(env, info, 4, argv))
    return NULL;
  bool segment = true;
  napi_get_value_bool(env, argv[2], &segment);
  char *address = js_string(env, argv[0]);
  JsCallback *callback = address ? js_callback_new(env, argv[3]) : NULL;
  napi_value result = NULL;
  if (callback) {
    UdpPair *pair = udp_pair_new(address, (guint16)js_number(env, argv[1]), segment, callback);
    result = pair ? js_handle(env, HANDLE_PAIR, pair, release_pair)
                  : js_throw(env, errno_name(errno), g_strerror(errno));
  }
  js_callback_unref(callback);
  g_free(address);
  return result;
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

/* adoptTcp(descriptor, queueBytes, onError) */
static napi_value adopt_tcp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  JsCallback *callback = js_arguments(env, info, 3, argv) ? js_callback_new(env, argv[2]) : NULL;
  if (!callback)
    return NULL;
  Connection *connection =
      connection_new((int)js_number(env, argv[0]), (gsize)MAX(js_number(env, argv[1]), 0), callback);
  js_callback_unref(callback);
  if (!connection)
    return js_throw(env, errno_name(errno), g_strerror(errno));
  return js_handle(env, HANDLE_CONNECTION, connection, release_connection);
}

/* connectionSend(connection, bytes): boolean */
static napi_value connection_send(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Connection *connection = js_arguments(env, info, 2, argv) ? js_unwrap(env, argv[0], HANDLE_CONNECTION) : NULL;
  void *bytes = NULL;
  size_t size = 0;
  if (!connection)
    return NULL;
  if (napi_get_typedarray_info(env, argv[1], NULL, &size, &bytes, NULL, NULL) != napi_ok) {
    napi_throw_type_error(env, NULL, "bytes expected");
    return NULL;
  }
  Block *block = block_copy(bytes, size);
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
    METHOD("adoptTcp", adopt_tcp),
    METHOD("connectionSend", connection_send),
    METHOD("connectionQueued", connection_queued_bytes),
    METHOD("closeConnection", close_connection),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
