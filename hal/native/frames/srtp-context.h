/* SRTP contexts: protection of packets (RFC 3711, RFC 7714), shared by all receivers with the same key. */
#pragma once
#include <glib.h>

typedef struct SrtpContext SrtpContext;

typedef enum { SRTP_OK, SRTP_UNKNOWN_ALGORITHM, SRTP_BAD_LENGTH, SRTP_UNSUPPORTED } SrtpProblem;

typedef struct {
  const char *algorithm; /* as SrtpAlgorithm of hal/ports/rtp-stream.ts */
  const guint8 *master;  /* key and salt */
  gsize master_size;
  const guint8 *mki;
  gsize mki_size;
} SrtpKey;

/* `like` is another context with the same key, whose roll-over counters the new one shares; NULL for a new key. */
SrtpContext *srtp_context_new(const SrtpKey *key, const SrtpContext *like, SrtpProblem *problem);
SrtpContext *srtp_context_ref(SrtpContext *context);
void srtp_context_unref(SrtpContext *context);
/* Changes the key from the next packet on; roll-over counters go on. The old key stays when there is a problem. */
SrtpProblem srtp_context_rekey(SrtpContext *context, const SrtpKey *key);
/* A number that changes with each key. */
guint srtp_context_generation(SrtpContext *context);
/* Octets that are added to each RTP packet. */
guint srtp_context_overhead(SrtpContext *context);
guint32 srtp_context_rollover(SrtpContext *context, guint32 ssrc);

/* Octets that must be free behind a packet, for its SRTP trailer. */
#define SRTP_ROOM 512
/* Protects in place; `packet` is aligned to 4 octets, `size` is updated. FALSE when the packet is refused. `index` counts
 * the packets of the stream, also those not sent here: its low 16 bits are the sequence number. */
gboolean srtp_context_protect_rtp(SrtpContext *context, guint8 *packet, gsize *size, guint64 index);
gboolean srtp_context_protect_rtcp(SrtpContext *context, guint8 *packet, gsize *size);
/* Returns FALSE when the packet is not authentic or a repetition. */
gboolean srtp_context_unprotect(SrtpContext *context, guint8 *packet, gsize *size, gboolean rtcp);
