/* SRTP contexts on libsrtp. */
#include "srtp-context.h"

#include <string.h>

#include <srtp2/srtp.h>

#include "runtime/live.h"
#include "srtp-streams.h"

G_STATIC_ASSERT(SRTP_ROOM >= SRTP_MAX_TRAILER_LEN + 4);

/* Packets that may be sent after newer ones: those of the frames that a stream keeps. */
#define WINDOW 8192
#define SENDERS_MAX 64 /* sources that are decoded under one key; a new one replaces the oldest */
#define SRTCP_INDEX 4
#define RTP_HEADER 12
#define SEQUENCE_MEDIAN 0x8000 /* libsrtp guesses the roll-over counter right up to so many packets ahead */
#define RTCP_HEADER 8

typedef struct {
  const char *name;
  void (*set_rtp)(srtp_crypto_policy_t *policy);
  void (*set_rtcp)(srtp_crypto_policy_t *policy);
  gsize master; /* octets */
} Algorithm;

static const Algorithm algorithms[] = {
  { "AES_CM_128_HMAC_SHA1_80", srtp_crypto_policy_set_rtp_default, srtp_crypto_policy_set_rtcp_default, 16 + 14 },
  { "AEAD_AES_128_GCM", srtp_crypto_policy_set_aes_gcm_128_16_auth, srtp_crypto_policy_set_aes_gcm_128_16_auth, 16 + 12 },
  { "AEAD_AES_256_GCM", srtp_crypto_policy_set_aes_gcm_256_16_auth, srtp_crypto_policy_set_aes_gcm_256_16_auth, 32 + 12 },
};

struct SrtpContext {
  gint refs;
  GMutex lock; /* guards all below */
  srtp_t out;
  srtp_t in;
  guint generation;
  guint overhead;
  gboolean has_mki; /* a client's own key may have none */
  SrtpOrigins *origins;
  SrtpStreams streams; /* those that are sent */
  guint32 senders[SENDERS_MAX]; /* a ring */
  guint sender_count;
};

static const Algorithm *find_algorithm(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(algorithms); i++)
    if (g_str_equal(algorithms[i].name, name))
      return &algorithms[i];
  return NULL;
}

/* A libsrtp policy and the memory it points to. */
typedef struct {
  srtp_policy_t policy;
  srtp_master_key_t key;
  srtp_master_key_t *keys[1];
} Policy;

static void fill_policy(Policy *p, const Algorithm *algorithm, const SrtpKey *key, srtp_ssrc_type_t direction)
{
  *p = (Policy){ .key = { (guint8 *)key->master, (guint8 *)key->mki, (guint)key->mki_size } };
  p->keys[0] = &p->key;
  algorithm->set_rtp(&p->policy.rtp);
  algorithm->set_rtcp(&p->policy.rtcp);
  p->policy.ssrc.type = direction;
  p->policy.keys = p->keys;
  p->policy.num_master_keys = 1;
  p->policy.window_size = direction == ssrc_any_outbound ? WINDOW : 128;
  p->policy.allow_repeat_tx = direction == ssrc_any_outbound;
}

static SrtpProblem check_key(const SrtpKey *key, const Algorithm *algorithm)
{
  if (!algorithm)
    return SRTP_UNKNOWN_ALGORITHM;
  return key->master_size == algorithm->master && key->mki_size <= SRTP_MAX_MKI_LEN ? SRTP_OK : SRTP_BAD_LENGTH;
}

/* Lock held, or the context is not shared yet. */
static SrtpProblem use_key(SrtpContext *c, const SrtpKey *key)
{
  const Algorithm *algorithm = find_algorithm(key->algorithm);
  SrtpProblem problem = check_key(key, algorithm);
  Policy out, in;
  if (problem != SRTP_OK)
    return problem;
  fill_policy(&out, algorithm, key, ssrc_any_outbound);
  fill_policy(&in, algorithm, key, ssrc_any_inbound);
  gboolean done = c->out ? srtp_update(c->out, &out.policy) == srtp_err_status_ok &&
                               srtp_update(c->in, &in.policy) == srtp_err_status_ok
                         : srtp_create(&c->out, &out.policy) == srtp_err_status_ok &&
                               srtp_create(&c->in, &in.policy) == srtp_err_status_ok;
  if (!done)
    return SRTP_UNSUPPORTED;
  c->overhead = (guint)(out.policy.rtp.auth_tag_len + (int)key->mki_size);
  c->has_mki = key->mki_size > 0;
  c->generation++;
  return SRTP_OK;
}

SrtpContext *srtp_context_new(const SrtpKey *key, const SrtpContext *like, SrtpProblem *problem)
{
  static gsize once;
  if (g_once_init_enter(&once))
    g_once_init_leave(&once, srtp_init() == srtp_err_status_ok ? 1 : 2);
  SrtpContext *c = g_new0(SrtpContext, 1);
  live_born(LIVE_SRTP_CONTEXTS);
  c->refs = 1;
  g_mutex_init(&c->lock);
  c->origins = like ? srtp_origins_ref(like->origins) : srtp_origins_new();
  *problem = once == 1 ? use_key(c, key) : SRTP_UNSUPPORTED;
  if (*problem == SRTP_OK)
    return c;
  srtp_context_unref(c);
  return NULL;
}

SrtpContext *srtp_context_ref(SrtpContext *c)
{
  g_atomic_int_inc(&c->refs);
  return c;
}

void srtp_context_unref(SrtpContext *c)
{
  if (!c || !g_atomic_int_dec_and_test(&c->refs))
    return;
  if (c->out)
    srtp_dealloc(c->out);
  if (c->in)
    srtp_dealloc(c->in);
  srtp_origins_unref(c->origins);
  g_mutex_clear(&c->lock);
  live_died(LIVE_SRTP_CONTEXTS);
  g_free(c);
}

SrtpProblem srtp_context_rekey(SrtpContext *c, const SrtpKey *key)
{
  g_mutex_lock(&c->lock);
  SrtpProblem problem = use_key(c, key);
  g_mutex_unlock(&c->lock);
  return problem;
}

guint srtp_context_generation(SrtpContext *c)
{
  g_mutex_lock(&c->lock);
  guint generation = c->generation;
  g_mutex_unlock(&c->lock);
  return generation;
}

guint srtp_context_overhead(SrtpContext *c)
{
  g_mutex_lock(&c->lock);
  guint overhead = c->overhead;
  g_mutex_unlock(&c->lock);
  return overhead;
}

guint32 srtp_context_rollover(SrtpContext *c, guint32 ssrc)
{
  guint32 counter = 0;
  g_mutex_lock(&c->lock);
  if (srtp_get_stream_roc(c->out, ssrc, &counter) != srtp_err_status_ok)
    counter = 0; /* no packet yet */
  g_mutex_unlock(&c->lock);
  return counter;
}

static guint32 read32(const guint8 *at)
{
  guint32 value;
  memcpy(&value, at, sizeof value);
  return GUINT32_FROM_BE(value);
}

/* Lock held. Sets the roll-over counter. libsrtp takes it only for a stream that it knows: a packet that is not sent makes
 * the stream known. */
static gboolean tell_rollover(SrtpContext *c, guint32 ssrc, guint32 rollover, gboolean is_new)
{
  guint32 blank[(RTP_HEADER + SRTP_ROOM) / sizeof(guint32)] = { GUINT32_TO_BE(0x80000000), 0, GUINT32_TO_BE(ssrc) };
  int length = RTP_HEADER;
  if (is_new && srtp_protect_mki(c->out, blank, &length, c->has_mki, 0) != srtp_err_status_ok)
    return FALSE;
  return srtp_set_stream_roc(c->out, ssrc, rollover) == srtp_err_status_ok;
}

/* Lock held. Returns FALSE for a packet from before roll-over counter 0. libsrtp guesses the counter from the packet
 * before (RFC 3711 3.3.1); after half a round without packets the guess may repeat an index, so the counter is set. */
static gboolean prepare_index(SrtpContext *c, guint32 ssrc, guint64 index)
{
  guint known = c->streams.count;
  SrtpStream *stream = srtp_streams_find(&c->streams, ssrc, index);
  gboolean is_new = c->streams.count != known;
  if (is_new)
    stream->origin = srtp_origins_find(c->origins, ssrc, index);
  guint32 rounds = (guint32)(index >> 16);
  if (rounds < stream->origin)
    return FALSE;
  guint32 rollover = rounds - stream->origin;
  if (rollover > 0 && (is_new || (index > stream->newest && index - stream->newest > SEQUENCE_MEDIAN)) &&
      !tell_rollover(c, ssrc, rollover, is_new))
    return FALSE;
  stream->newest = MAX(stream->newest, index);
  return TRUE;
}

gboolean srtp_context_protect_rtp(SrtpContext *c, guint8 *packet, gsize *size, guint64 index)
{
  int length = (int)*size;
  if (*size < RTP_HEADER || *size > G_MAXUINT16)
    return FALSE;
  g_mutex_lock(&c->lock);
  gboolean done = prepare_index(c, read32(packet + 8), index) &&
                  srtp_protect_mki(c->out, packet, &length, c->has_mki, 0) == srtp_err_status_ok;
  g_mutex_unlock(&c->lock);
  *size = (gsize)length;
  return done;
}

gboolean srtp_context_protect_rtcp(SrtpContext *c, guint8 *packet, gsize *size)
{
  int length = (int)*size;
  if (*size < RTCP_HEADER || *size > G_MAXUINT16)
    return FALSE;
  g_mutex_lock(&c->lock);
  srtp_err_status_t status = srtp_protect_rtcp_mki(c->out, packet, &length, c->has_mki, 0);
  g_mutex_unlock(&c->lock);
  *size = (gsize)length;
  return status == srtp_err_status_ok;
}

/* Lock held. A client with the key may invent sources: SENDERS_MAX are remembered. */
static void remember_sender(SrtpContext *c, guint32 ssrc)
{
  guint known = MIN(c->sender_count, SENDERS_MAX);
  for (guint i = 0; i < known; i++)
    if (c->senders[i] == ssrc)
      return;
  guint32 *place = &c->senders[c->sender_count++ % SENDERS_MAX];
  if (known == SENDERS_MAX)
    srtp_remove_stream(c->in, g_htonl(*place));
  *place = ssrc;
}

gboolean srtp_context_unprotect(SrtpContext *c, guint8 *packet, gsize *size, gboolean rtcp)
{
  int length = (int)*size;
  gsize least = rtcp ? RTCP_HEADER + SRTCP_INDEX : RTP_HEADER;
  g_mutex_lock(&c->lock);
  gboolean authentic = FALSE;
  if (*size >= least + c->overhead && *size <= G_MAXUINT16) {
    srtp_err_status_t status = rtcp ? srtp_unprotect_rtcp_mki(c->in, packet, &length, c->has_mki)
                                    : srtp_unprotect_mki(c->in, packet, &length, c->has_mki);
    authentic = status == srtp_err_status_ok;
  }
  if (authentic)
    remember_sender(c, read32(packet + (rtcp ? 4 : 8)));
  g_mutex_unlock(&c->lock);
  *size = (gsize)length;
  return authentic;
}
