/* The border to JavaScript: arguments, properties, errors with errno names. */
#pragma once
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAX_ARGUMENTS 4
#define METHOD(name, function) { name, NULL, function, NULL, NULL, NULL, napi_enumerable, NULL }

/* false with a pending TypeError when fewer than `count` arguments were given. */
bool js_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *argv);
/* false with a pending TypeError when it is no text, or longer than `size` allows. */
bool js_text_argument(napi_env env, napi_value value, char *to, size_t size);
bool js_uint_argument(napi_env env, napi_value value, uint32_t *to);
bool js_int64_argument(napi_env env, napi_value value, int64_t *to);
/* A named member of an object as a number; false with a pending TypeError when it is none. */
bool js_uint_member(napi_env env, napi_value object, const char *name, uint32_t *to);
bool js_int_member(napi_env env, napi_value object, const char *name, int32_t *to);

napi_value js_object(napi_env env);
napi_value js_array(napi_env env);
void js_push(napi_env env, napi_value array, napi_value value);
void js_set(napi_env env, napi_value object, const char *name, napi_value value);
void js_set_number(napi_env env, napi_value object, const char *name, double value);
void js_set_bool(napi_env env, napi_value object, const char *name, bool value);
/* `size` bounds texts of the kernel, which fill their field without a closing zero. */
void js_set_text(napi_env env, napi_value object, const char *name, const void *text, size_t size);

/* Throws an Error with `code` (ENODEV …), `errno`, `syscall` and a message that names the device; returns NULL. */
napi_value js_throw_errno(napi_env env, int error, const char *syscall, const char *path);
