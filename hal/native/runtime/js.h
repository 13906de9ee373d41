/* JavaScript interface: callbacks from any thread, handles of native objects, arguments. */
#pragma once
#include <glib.h>
#include <node_api.h>

/* A JavaScript function that any thread may post to. References are counted; any thread may drop the last one. */
typedef struct JsCallback JsCallback;

/* Runs on the JavaScript thread: fills argv (at most 4) from `data`, returns their number. */
typedef size_t (*JsBuild)(napi_env env, gpointer data, napi_value *argv);

napi_status js_border_open(napi_env env);
JsCallback *js_callback_new(napi_env env, napi_value function);
JsCallback *js_callback_ref(JsCallback *callback);
void js_callback_unref(JsCallback *callback);
/* The function is called soon with the arguments that `build` makes of `data`, with none when `build` is NULL. `release`
 * frees `data` in any case. */
void js_post(JsCallback *callback, JsBuild build, gpointer data, GDestroyNotify release);
void js_post_text(JsCallback *callback, const char *text);

/* A native object as a JavaScript value; its kind is checked when it is unwrapped. */
typedef enum { HANDLE_HUB = 1, HANDLE_SUBSCRIBER, HANDLE_CONNECTION, HANDLE_PAIR, HANDLE_SRTP, HANDLE_ANALYSIS } HandleKind;
napi_value js_handle(napi_env env, HandleKind kind, gpointer object, void (*unref)(gpointer object));
/* Returns NULL with a pending TypeError when the value is no handle of that kind, or was dropped. */
gpointer js_unwrap(napi_env env, napi_value value, HandleKind kind);
/* Drops JavaScript's reference now: descriptors must not stay open until garbage collection. */
void js_drop(napi_env env, napi_value value, HandleKind kind);

#define JS_MAX_ARGUMENTS 6
/* Returns FALSE with a pending TypeError when fewer than `count` arguments were given. */
gboolean js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv);
/* Returns a copy for g_free; NULL with a pending TypeError when the value is no string. */
char *js_string(napi_env env, napi_value value);
/* Returns the member of that name, undefined when there is none. */
napi_value js_member(napi_env env, napi_value object, const char *name);
/* Octets of a Uint8Array; they live as long as the value. */
typedef struct {
  guint8 *data;
  size_t size;
} Bytes;
/* Returns FALSE with a pending TypeError when the value is no Uint8Array. */
gboolean js_bytes(napi_env env, napi_value value, Bytes *bytes);
double js_number(napi_env env, napi_value value);
napi_value js_from_number(napi_env env, double number);
napi_value js_from_text(napi_env env, const char *text);
napi_value js_throw(napi_env env, const char *code, const char *message);
