/* The border to JavaScript: callbacks from any thread, handles of native objects, arguments. */
#pragma once
#include <glib.h>
#include <node_api.h>

/* A JavaScript function that any thread may post to. Counted; the last unref may happen on any thread. */
typedef struct JsCallback JsCallback;

/* Runs on the JavaScript thread: fills argv (at most 4) from `data`, returns their number. */
typedef size_t (*JsBuild)(napi_env env, gpointer data, napi_value *argv);

napi_status js_border_open(napi_env env);
JsCallback *js_callback_new(napi_env env, napi_value function);
JsCallback *js_callback_ref(JsCallback *callback);
void js_callback_unref(JsCallback *callback);
/* Calls it soon with what `build` makes of `data` (without arguments for NULL); `release` frees data in any case. */
void js_post(JsCallback *callback, JsBuild build, gpointer data, GDestroyNotify release);
void js_post_text(JsCallback *callback, const char *text);

/* A native object in JavaScript's hands; `kind` is checked on the way back. */
typedef enum { HANDLE_HUB = 1, HANDLE_SUBSCRIBER, HANDLE_CONNECTION, HANDLE_PAIR, HANDLE_SRTP } HandleKind;
napi_value js_handle(napi_env env, HandleKind kind, gpointer object, void (*unref)(gpointer object));
/* NULL with a pending TypeError when the value is not such a handle, or was dropped. */
gpointer js_unwrap(napi_env env, napi_value value, HandleKind kind);
/* Gives up JavaScript's reference now: descriptors must not wait for garbage collection. */
void js_drop(napi_env env, napi_value value, HandleKind kind);

#define JS_MAX_ARGUMENTS 6
/* FALSE with a pending TypeError when fewer than `count` arguments were given. */
gboolean js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv);
/* Free with g_free; NULL with a pending TypeError when not a string. */
char *js_string(napi_env env, napi_value value);
/* The member of that name, undefined when there is none. */
napi_value js_member(napi_env env, napi_value object, const char *name);
/* Octets of a Uint8Array; they live as long as the value. */
typedef struct {
  guint8 *data;
  size_t size;
} Bytes;
/* FALSE with a pending TypeError when the value is no Uint8Array. */
gboolean js_bytes(napi_env env, napi_value value, Bytes *bytes);
double js_number(napi_env env, napi_value value);
napi_value js_from_number(napi_env env, double number);
napi_value js_from_text(napi_env env, const char *text);
napi_value js_throw(napi_env env, const char *code, const char *message);
