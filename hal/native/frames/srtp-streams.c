/* Packet indexes of the streams that are sent under an SRTP key. */
#include "srtp-streams.h"

struct SrtpOrigins {
  GMutex lock;
  SrtpStreams streams;
};

SrtpStream *srtp_streams_find(SrtpStreams *streams, guint32 ssrc, guint64 index)
{
  for (guint i = 0; i < MIN(streams->count, SRTP_STREAMS_MAX); i++)
    if (streams->stream[i].ssrc == ssrc)
      return &streams->stream[i];
  SrtpStream *stream = &streams->stream[streams->count++ % SRTP_STREAMS_MAX];
  *stream = (SrtpStream){ ssrc, (guint32)(index >> 16), index };
  return stream;
}

SrtpOrigins *srtp_origins_new(void)
{
  SrtpOrigins *origins = g_atomic_rc_box_new0(SrtpOrigins);
  g_mutex_init(&origins->lock);
  return origins;
}

SrtpOrigins *srtp_origins_ref(SrtpOrigins *origins)
{
  return g_atomic_rc_box_acquire(origins);
}

static void clear(gpointer origins)
{
  g_mutex_clear(&((SrtpOrigins *)origins)->lock);
}

void srtp_origins_unref(SrtpOrigins *origins)
{
  g_atomic_rc_box_release_full(origins, clear);
}

guint32 srtp_origins_find(SrtpOrigins *origins, guint32 ssrc, guint64 index)
{
  g_mutex_lock(&origins->lock);
  guint32 origin = srtp_streams_find(&origins->streams, ssrc, index)->origin;
  g_mutex_unlock(&origins->lock);
  return origin;
}
