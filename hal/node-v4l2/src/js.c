/* JavaScript interface: arguments, properties, errors with errno names. */
#include "js.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

bool js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  size_t argc = MAX_ARGUMENTS;
  if (napi_get_cb_info(env, info, &argc, argv, NULL, NULL) == napi_ok && argc >= count)
    return true;
  napi_throw_type_error(env, NULL, "too few arguments");
  return false;
}

bool js_text_argument(napi_env env, napi_value value, char *to, size_t size)
{
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, NULL, 0, &length) != napi_ok || length >= size) {
    napi_throw_type_error(env, NULL, "a text of moderate length is expected");
    return false;
  }
  napi_get_value_string_utf8(env, value, to, size, &length);
  return true;
}

bool js_int64_argument(napi_env env, napi_value value, int64_t *to)
{
  double number;
  bool lossless = false;
  if (napi_get_value_double(env, value, &number) == napi_ok && number >= -9007199254740991.0 &&
      number <= 9007199254740991.0 && number == (double)(int64_t)number) {
    *to = (int64_t)number;
    return true;
  }
  if (napi_get_value_bigint_int64(env, value, to, &lossless) == napi_ok && lossless)
    return true;
  napi_throw_type_error(env, NULL, "an integer is expected");
  return false;
}

bool js_uint_argument(napi_env env, napi_value value, uint32_t *to)
{
  int64_t wide;
  if (!js_int64_argument(env, value, &wide))
    return false;
  if (wide < 0 || wide > UINT32_MAX) {
    napi_throw_range_error(env, NULL, "an unsigned 32 bit number is expected");
    return false;
  }
  *to = (uint32_t)wide;
  return true;
}

bool js_uint_member(napi_env env, napi_value object, const char *name, uint32_t *to)
{
  napi_value value;
  return napi_get_named_property(env, object, name, &value) == napi_ok && js_uint_argument(env, value, to);
}

bool js_int_member(napi_env env, napi_value object, const char *name, int32_t *to)
{
  napi_value value;
  int64_t wide;
  if (napi_get_named_property(env, object, name, &value) != napi_ok || !js_int64_argument(env, value, &wide))
    return false;
  if (wide < INT32_MIN || wide > INT32_MAX) {
    napi_throw_range_error(env, NULL, "a signed 32 bit number is expected");
    return false;
  }
  *to = (int32_t)wide;
  return true;
}

napi_value js_object(napi_env env)
{
  napi_value object = NULL;
  napi_create_object(env, &object);
  return object;
}

napi_value js_array(napi_env env)
{
  napi_value array = NULL;
  napi_create_array(env, &array);
  return array;
}

void js_push(napi_env env, napi_value array, napi_value value)
{
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  napi_set_element(env, array, length, value);
}

void js_set(napi_env env, napi_value object, const char *name, napi_value value)
{
  napi_set_named_property(env, object, name, value);
}

void js_set_number(napi_env env, napi_value object, const char *name, double value)
{
  napi_value number = NULL;
  napi_create_double(env, value, &number);
  js_set(env, object, name, number);
}

void js_set_bool(napi_env env, napi_value object, const char *name, bool value)
{
  napi_value flag = NULL;
  napi_get_boolean(env, value, &flag);
  js_set(env, object, name, flag);
}

void js_set_text(napi_env env, napi_value object, const char *name, const void *text, size_t size)
{
  napi_value value = NULL;
  napi_create_string_utf8(env, text, strnlen(text, size), &value);
  js_set(env, object, name, value);
}

/* Returns the name of an errno; libuv lacks some that drivers return, as EREMOTE. */
static const char *errno_name(int error)
{
  const char *name = NULL;
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 32)
  name = strerrorname_np(error);
#endif
  return name ? name : uv_err_name(-error);
}

napi_value js_throw_errno(napi_env env, int error, const char *syscall, const char *path)
{
  char text[512];
  napi_value code, message, thrown;
  const char *name = errno_name(error);
  snprintf(text, sizeof text, "%s: %s: %s: %s", name, path, syscall, strerror(error));
  napi_create_string_utf8(env, name, NAPI_AUTO_LENGTH, &code);
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &message);
  if (napi_create_error(env, code, message, &thrown) != napi_ok)
    return NULL;
  js_set_number(env, thrown, "errno", error);
  js_set_text(env, thrown, "syscall", syscall, strlen(syscall));
  js_set_text(env, thrown, "path", path, strlen(path));
  napi_throw(env, thrown);
  return NULL;
}
