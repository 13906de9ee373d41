/* JavaScript interface: posts callbacks from any thread, wraps native objects, reads arguments. */
#include "js.h"

#include <string.h>

#include "live.h"

struct JsCallback {
  gint refs;
  napi_ref function;
};

typedef struct {
  JsCallback *callback; /* a reference; NULL when only `parting` is set */
  napi_ref parting;     /* a reference to a function, which is deleted on the JavaScript thread */
  JsBuild build;
  gpointer data;
  GDestroyNotify release;
} Post;

typedef struct {
  HandleKind kind;
  gpointer object;
  void (*unref)(gpointer object);
} Handle;

static GMutex lock;
static napi_threadsafe_function border; /* NULL before js_border_open and after the environment ended; guarded by lock */

static void send_post(Post *post)
{
  g_mutex_lock(&lock);
  gboolean sent = border && napi_call_threadsafe_function(border, post, napi_tsfn_nonblocking) == napi_ok;
  g_mutex_unlock(&lock);
  if (sent)
    return;
  /* The environment has ended, and its references with it. */
  if (post->release)
    post->release(post->data);
  g_free(post);
}

JsCallback *js_callback_new(napi_env env, napi_value function)
{
  napi_valuetype type;
  if (napi_typeof(env, function, &type) != napi_ok || type != napi_function) {
    napi_throw_type_error(env, NULL, "function expected");
    return NULL;
  }
  JsCallback *callback = g_new0(JsCallback, 1);
  live_born(LIVE_CALLBACKS);
  callback->refs = 1;
  napi_create_reference(env, function, 1, &callback->function);
  return callback;
}

JsCallback *js_callback_ref(JsCallback *callback)
{
  if (callback)
    g_atomic_int_inc(&callback->refs);
  return callback;
}

void js_callback_unref(JsCallback *callback)
{
  if (!callback || !g_atomic_int_dec_and_test(&callback->refs))
    return;
  Post *post = g_new0(Post, 1);
  post->parting = callback->function;
  live_died(LIVE_CALLBACKS);
  g_free(callback);
  send_post(post);
}

void js_post(JsCallback *callback, JsBuild build, gpointer data, GDestroyNotify release)
{
  Post *post = g_new0(Post, 1);
  *post = (Post){ js_callback_ref(callback), NULL, build, data, release };
  send_post(post);
}

static size_t build_text(napi_env env, gpointer data, napi_value *argv)
{
  argv[0] = js_from_text(env, data);
  return 1;
}

void js_post_text(JsCallback *callback, const char *text)
{
  js_post(callback, build_text, g_strdup(text), g_free);
}

static void call(napi_env env, Post *post)
{
  napi_value argv[4], function, receiver, error;
  napi_get_undefined(env, &receiver);
  napi_get_reference_value(env, post->callback->function, &function);
  size_t argc = post->build ? post->build(env, post->data, argv) : 0;
  if (napi_call_function(env, receiver, function, argc, argv, NULL) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &error) == napi_ok)
    napi_fatal_exception(env, error);
}

static void on_post(napi_env env, napi_value unused, void *context, void *data)
{
  Post *post = data;
  (void)unused;
  (void)context;
  if (env && post->parting)
    napi_delete_reference(env, post->parting);
  if (env && post->callback)
    call(env, post);
  if (post->release)
    post->release(post->data);
  js_callback_unref(post->callback);
  g_free(post);
}

static void on_environment_gone(void *unused)
{
  (void)unused;
  g_mutex_lock(&lock);
  if (border)
    napi_release_threadsafe_function(border, napi_tsfn_abort);
  border = NULL;
  g_mutex_unlock(&lock);
}

napi_status js_border_open(napi_env env)
{
  napi_value name;
  napi_create_string_utf8(env, "vedette", NAPI_AUTO_LENGTH, &name);
  g_mutex_lock(&lock);
  napi_status status =
      border ? napi_generic_failure
             : napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, NULL, NULL, NULL, on_post, &border);
  g_mutex_unlock(&lock);
  if (status != napi_ok)
    return status;
  napi_unref_threadsafe_function(env, border);
  return napi_add_env_cleanup_hook(env, on_environment_gone, NULL);
}

static void finalize_handle(napi_env env, void *data, void *hint)
{
  Handle *handle = data;
  (void)env;
  (void)hint;
  if (handle->object)
    handle->unref(handle->object);
  g_free(handle);
}

napi_value js_handle(napi_env env, HandleKind kind, gpointer object, void (*unref)(gpointer object))
{
  napi_value value = NULL;
  Handle *handle = g_new(Handle, 1);
  *handle = (Handle){ kind, object, unref };
  if (napi_create_external(env, handle, finalize_handle, NULL, &value) != napi_ok)
    finalize_handle(env, handle, NULL);
  return value;
}

gpointer js_unwrap(napi_env env, napi_value value, HandleKind kind)
{
  void *data = NULL;
  if (napi_get_value_external(env, value, &data) == napi_ok && data && ((Handle *)data)->kind == kind &&
      ((Handle *)data)->object)
    return ((Handle *)data)->object;
  napi_throw_type_error(env, NULL, "not a handle of this kind");
  return NULL;
}

void js_drop(napi_env env, napi_value value, HandleKind kind)
{
  void *data = NULL;
  if (!js_unwrap(env, value, kind) || napi_get_value_external(env, value, &data) != napi_ok)
    return;
  Handle *handle = data;
  handle->unref(handle->object);
  handle->object = NULL;
}

gboolean js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  size_t argc = JS_MAX_ARGUMENTS;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) == napi_ok && argc >= count)
    return TRUE;
  napi_throw_type_error(env, NULL, "too few arguments");
  return FALSE;
}

char *js_string(napi_env env, napi_value value)
{
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok) {
    napi_throw_type_error(env, NULL, "string expected");
    return NULL;
  }
  char *text = g_malloc(length + 1);
  napi_get_value_string_utf8(env, value, text, length + 1, &length);
  return text;
}

napi_value js_member(napi_env env, napi_value object, const char *name)
{
  napi_value value = NULL;
  if (napi_get_named_property(env, object, name, &value) != napi_ok)
    napi_get_undefined(env, &value);
  return value;
}

gboolean js_bytes(napi_env env, napi_value value, Bytes *bytes)
{
  napi_typedarray_type type;
  void *data = NULL;
  *bytes = (Bytes){ 0 };
  if (napi_get_typedarray_info(env, value, &type, &bytes->size, &data, NULL, NULL) == napi_ok &&
      type == napi_uint8_array) {
    bytes->data = data;
    return TRUE;
  }
  napi_throw_type_error(env, NULL, "bytes expected");
  return FALSE;
}

double js_number(napi_env env, napi_value value)
{
  double number = 0;
  if (napi_get_value_double(env, value, &number) != napi_ok)
    napi_throw_type_error(env, NULL, "number expected");
  return number;
}

napi_value js_from_number(napi_env env, double number)
{
  napi_value value = NULL;
  napi_create_double(env, number, &value);
  return value;
}

napi_value js_from_text(napi_env env, const char *text)
{
  napi_value value = NULL;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

napi_value js_throw(napi_env env, const char *code, const char *message)
{
  napi_throw_error(env, code, message);
  return NULL;
}
