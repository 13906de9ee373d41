/* Functions that the addon exports, by the file that defines them. */
#pragma once
#include <node_api.h>

#define METHOD(name, function) { name, NULL, function, NULL, NULL, NULL, napi_enumerable, NULL }

napi_status bind_transports(napi_env env, napi_value exports);
napi_status bind_streams(napi_env env, napi_value exports);
napi_status bind_srtp(napi_env env, napi_value exports);
napi_status bind_pipelines(napi_env env, napi_value exports);
napi_status bind_elements(napi_env env, napi_value exports);
napi_status bind_analysis(napi_env env, napi_value exports);
napi_status bind_live(napi_env env, napi_value exports);
napi_status bind_overlays(napi_env env, napi_value exports);
