/* Where the streams that are sent under an SRTP key are: an index must never come twice under it (RFC 3711 9.1). */
#pragma once
#include <glib.h>

#define SRTP_STREAMS_MAX 8 /* under one key */

typedef struct {
  guint32 ssrc;
  guint32 origin; /* rounds of the sequence number before roll-over counter 0 */
  guint64 newest; /* index of a packet, as in srtp_context_protect_rtp */
} SrtpStream;

typedef struct {
  SrtpStream stream[SRTP_STREAMS_MAX]; /* a ring */
  guint count;
} SrtpStreams;

/* The stream of that source; a new one, and `count` one more, that begins with that packet. */
SrtpStream *srtp_streams_find(SrtpStreams *streams, guint32 ssrc, guint64 index);

/* Where each stream began, for all contexts of one key. */
typedef struct SrtpOrigins SrtpOrigins;

SrtpOrigins *srtp_origins_new(void);
SrtpOrigins *srtp_origins_ref(SrtpOrigins *origins);
void srtp_origins_unref(SrtpOrigins *origins);
/* The origin of a stream; that of the given packet when nobody has sent any before. */
guint32 srtp_origins_find(SrtpOrigins *origins, guint32 ssrc, guint64 index);
