/* Protection of a stream's packets (RFC 3711, RFC 7714), the same for all receivers with the same key. */
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

/* `like` counts the rounds of sequence numbers as another context does that has the same key; NULL for a new key. */
SrtpContext *srtp_context_new(const SrtpKey *key, const SrtpContext *like, SrtpProblem *problem);
SrtpContext *srtp_context_ref(SrtpContext *context);
void srtp_context_unref(SrtpContext *context);
/* Another key from the next packet on; the roll-over counters go on. The old key stays when there is a problem. */
SrtpProblem srtp_context_rekey(SrtpContext *context, const SrtpKey *key);
/* Changes with each key. */
guint srtp_context_generation(SrtpContext *context);
/* How much longer each RTP packet becomes. */
guint srtp_context_overhead(SrtpContext *context);
guint32 srtp_context_rollover(SrtpContext *context, guint32 ssrc);

/* Octets that must be free behind a packet; room for every trailer. */
#define SRTP_ROOM 512
/* In place; `packet` is aligned to 4 octets, `size` is updated. FALSE when the packet is not fit for it.
 * `index` counts the packets of the stream, with gaps where none was sent: its low 16 bits are the sequence number. */
gboolean srtp_context_protect_rtp(SrtpContext *context, guint8 *packet, gsize *size, guint64 index);
gboolean srtp_context_protect_rtcp(SrtpContext *context, guint8 *packet, gsize *size);
/* FALSE when it is not authentic or came before. */
gboolean srtp_context_unprotect(SrtpContext *context, guint8 *packet, gsize *size, gboolean rtcp);
