/* Packet indexes of the streams that are sent under an SRTP key: none may come twice under it (RFC 3711 9.1). */
#pragma once
#include <glib.h>

#define SRTP_STREAMS_MAX 8 /* under one key */

typedef struct {
  guint32 ssrc;
  guint32 origin; /* `index >> 16` at roll-over counter 0 */
  guint64 newest; /* index of a packet, as in srtp_context_protect_rtp */
} SrtpStream;

typedef struct {
  SrtpStream stream[SRTP_STREAMS_MAX]; /* a ring */
  guint count;
} SrtpStreams;

/* Returns the stream of that source. A new one begins with that packet and raises `count`. */
SrtpStream *srtp_streams_find(SrtpStreams *streams, guint32 ssrc, guint64 index);

/* Origins of streams, shared by all contexts of one key. */
typedef struct SrtpOrigins SrtpOrigins;

SrtpOrigins *srtp_origins_new(void);
SrtpOrigins *srtp_origins_ref(SrtpOrigins *origins);
void srtp_origins_unref(SrtpOrigins *origins);
/* Returns the origin of a stream; the first call for a stream sets it to that of the given packet. */
guint32 srtp_origins_find(SrtpOrigins *origins, guint32 ssrc, guint64 index);
