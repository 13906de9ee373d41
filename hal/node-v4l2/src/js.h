/* JavaScript interface: arguments, properties, errors with errno names. */
#pragma once
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_ARGUMENTS 4
#define METHOD(name, function) { name, NULL, function, NULL, NULL, NULL, napi_enumerable, NULL }

/* Returns false with a pending TypeError when fewer than `count` arguments were given. */
bool js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv);
/* Returns false with a pending TypeError when the value is no text, or too long for `size`. */
bool js_text_argument(napi_env env, napi_value value, char *to, size_t size);
bool js_uint_argument(napi_env env, napi_value value, uint32_t *to);
bool js_int64_argument(napi_env env, napi_value value, int64_t *to);
/* Reads a named member of an object. Returns false with a pending TypeError when it is no number. */
bool js_uint_member(napi_env env, napi_value object, const char *name, uint32_t *to);
bool js_int_member(napi_env env, napi_value object, const char *name, int32_t *to);

napi_value js_object(napi_env env);
napi_value js_array(napi_env env);
void js_push(napi_env env, napi_value array, napi_value value);
void js_set(napi_env env, napi_value object, const char *name, napi_value value);
void js_set_number(napi_env env, napi_value object, const char *name, double value);
void js_set_bool(napi_env env, napi_value object, const char *name, bool value);
/* Sets a text of at most `size` bytes: texts of the kernel may fill their field without a final zero. */
void js_set_text(napi_env env, napi_value object, const char *name, const void *text, size_t size);

/* Throws an Error with `code` (ENODEV …), `errno`, `syscall` and a message that names the device; returns NULL. */
napi_value js_throw_errno(napi_env env, int error, const char *syscall, const char *path);
