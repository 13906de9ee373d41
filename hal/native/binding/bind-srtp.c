/* JavaScript functions for SRTP contexts. */
#include <string.h>

#include "bindings.h"
#include "runtime/js.h"
#include "frames/srtp-context.h"

static void release_context(gpointer context)
{
  srtp_context_unref(context);
}

static const char *const problems[][2] = {
  [SRTP_OK] = { NULL, NULL },
  [SRTP_UNKNOWN_ALGORITHM] = { "ENOTSUP", "no such SRTP algorithm" },
  [SRTP_BAD_LENGTH] = { "ERANGE", "length of the SRTP master key or of the MKI" },
  [SRTP_UNSUPPORTED] = { "ENOTSUP", "libsrtp refuses the algorithm" },
};

/* Reads (algorithm, master, mki) from `argv`; the caller frees the algorithm. Returns FALSE with a pending TypeError. */
static gboolean read_key(napi_env env, const napi_value *argv, SrtpKey *key)
{
  Bytes master, mki;
  if (!js_bytes(env, argv[1], &master) || !js_bytes(env, argv[2], &mki))
    return FALSE;
  *key = (SrtpKey){ js_string(env, argv[0]), master.data, master.size, mki.data, mki.size };
  return key->algorithm != NULL;
}

/* openSrtp(algorithm, master, mki, like?) */
static napi_value open_srtp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  SrtpKey key;
  SrtpProblem problem;
  if (!js_arguments(env, info, 3, argv) || !read_key(env, argv, &key))
    return NULL;
  napi_valuetype type = napi_undefined;
  napi_typeof(env, argv[3], &type);
  SrtpContext *like = type == napi_undefined ? NULL : js_unwrap(env, argv[3], HANDLE_SRTP);
  SrtpContext *context = srtp_context_new(&key, like, &problem);
  g_free((gpointer)key.algorithm);
  return context ? js_handle(env, HANDLE_SRTP, context, release_context)
                 : js_throw(env, problems[problem][0], problems[problem][1]);
}

static SrtpContext *first_context(napi_env env, napi_callback_info info, size_t count, napi_value *argv)
{
  return js_arguments(env, info, count, argv) ? js_unwrap(env, argv[0], HANDLE_SRTP) : NULL;
}

/* rekeySrtp(context, algorithm, master, mki) */
static napi_value rekey_srtp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  SrtpKey key;
  SrtpContext *context = first_context(env, info, 4, argv);
  if (!context || !read_key(env, argv + 1, &key))
    return NULL;
  SrtpProblem problem = srtp_context_rekey(context, &key);
  g_free((gpointer)key.algorithm);
  return problem == SRTP_OK ? NULL : js_throw(env, problems[problem][0], problems[problem][1]);
}

/* rolloverCounter(context, ssrc): number */
static napi_value rollover_counter(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  SrtpContext *context = first_context(env, info, 2, argv);
  return context ? js_from_number(env, srtp_context_rollover(context, (guint32)js_number(env, argv[1]))) : NULL;
}

typedef gboolean (*Transform)(SrtpContext *context, guint8 *packet, gsize *size, gboolean rtcp);

/* (context, packet): the transformed packet as a Buffer, or undefined */
static napi_value transform(napi_env env, napi_callback_info info, Transform function, gboolean rtcp)
{
  napi_value argv[JS_MAX_ARGUMENTS], result = NULL;
  Bytes bytes;
  SrtpContext *context = first_context(env, info, 2, argv);
  if (!context || !js_bytes(env, argv[1], &bytes) || bytes.size > G_MAXUINT16)
    return NULL;
  guint8 *packet = g_malloc(bytes.size + SRTP_ROOM);
  gsize size = bytes.size;
  if (bytes.size > 0)
    memcpy(packet, bytes.data, bytes.size);
  if (function(context, packet, &size, rtcp))
    napi_create_buffer_copy(env, size, packet, NULL, &result);
  g_free(packet);
  return result;
}

static napi_value unprotect_rtp(napi_env env, napi_callback_info info)
{
  return transform(env, info, srtp_context_unprotect, FALSE);
}

static napi_value unprotect_rtcp(napi_env env, napi_callback_info info)
{
  return transform(env, info, srtp_context_unprotect, TRUE);
}

static gboolean protect_report(SrtpContext *context, guint8 *packet, gsize *size, gboolean rtcp)
{
  (void)rtcp;
  return srtp_context_protect_rtcp(context, packet, size);
}

static napi_value protect_rtcp(napi_env env, napi_callback_info info)
{
  return transform(env, info, protect_report, TRUE);
}

static napi_value close_srtp(napi_env env, napi_callback_info info)
{
  napi_value argv[JS_MAX_ARGUMENTS];
  if (js_arguments(env, info, 1, argv))
    js_drop(env, argv[0], HANDLE_SRTP);
  return NULL;
}

napi_status bind_srtp(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = {
    METHOD("openSrtp", open_srtp),
    METHOD("rekeySrtp", rekey_srtp),
    METHOD("rolloverCounter", rollover_counter),
    METHOD("unprotectRtp", unprotect_rtp),
    METHOD("unprotectRtcp", unprotect_rtcp),
    METHOD("protectRtcp", protect_rtcp),
    METHOD("closeSrtp", close_srtp),
  };
  return napi_define_properties(env, exports, G_N_ELEMENTS(methods), methods);
}
