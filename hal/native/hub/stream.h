/* Streams: the state of one RTP stream that a hub and its subscribers share. */
#pragma once
#include <gst/gst.h>

#include "frames/frame-builder.h"
#include "frames/frame-queue.h"
#include "rtp-clock.h"
#include "runtime/js.h"

/* Bounds of the frames that are kept since the last key frame, for new subscribers. */
typedef struct {
  gint64 window_ns; /* older key frames are not used */
  gsize max_bytes;
} StreamCache;

typedef struct {
  gint refs;
  guint32 ssrc;
  gboolean single; /* each packet is a key frame of its own */
  GMutex lock;     /* guards all below, and the state of all subscribers */
  RtpClock clock;
  guint64 next; /* index of the next frame's first packet; its low 16 bits are the sequence number */
  GPtrArray *subscribers; /* of Subscriber; the list has a reference to each */
  StreamCache cache;
  FrameQueue recent;         /* begins with a key frame */
  GstElement *sink;          /* feeds the stream now, or NULL; no reference */
  JsCallback *on_key_wanted; /* asked while there is no sink, or NULL */
  gboolean key_wanted;
  gboolean key_deferred; /* a deadline is set to ask again */
  gint64 key_requested;  /* when the last request went out */
  guint key_requests;    /* their number */
  gint64 recovery_wanted; /* when a slow receiver last wanted one */
} Stream;

Stream *stream_new(guint32 clock_rate, gboolean single);
Stream *stream_ref(Stream *stream);
void stream_unref(Stream *stream);

/* Takes the lock. */
void stream_enter(Stream *stream);
/* Releases the lock and then asks the sink or JavaScript for a wanted key frame, once in 200 ms at most. */
void stream_leave(Stream *stream);

/* Callers of all below hold the lock. */

/* The sink feeds the stream from now on and is asked for key frames. */
void stream_attach(Stream *stream, GstElement *sink, const StreamCache *cache);
/* Notes that a key frame is wanted, for stream_leave. Does nothing where each packet is a key frame. */
void stream_want_key_frame(Stream *stream);
/* Notes that a slow receiver wants a key frame: once a second at most, for all of them together. */
void stream_want_recovery(Stream *stream);
/* Keeps a frame for subscribers that join soon. */
void stream_remember(Stream *stream, Frame *frame);
/* Forgets the frames that are kept for subscribers that join soon. */
void stream_forget(Stream *stream);
/* Returns the kept frames, key frame first; NULL when the key frame is too old or there is none. */
const GList *stream_recent(const Stream *stream);
/* Returns the header that the next frame's first packet has if it is captured at `time`. */
RtpHeader stream_next(const Stream *stream, gint64 time);
