/* One RTP stream as a hub and its subscribers share it: identity, clock, recent frames, the wish for a key frame. */
#pragma once
#include <gst/gst.h>

#include "frames/frame-builder.h"
#include "frames/frame-queue.h"
#include "rtp-clock.h"
#include "runtime/js.h"

/* Frames since the last key frame that a new subscriber may start with. */
typedef struct {
  gint64 window_ns; /* older key frames are not used */
  gsize max_bytes;
} StreamCache;

typedef struct {
  gint refs;
  guint32 ssrc;
  gboolean single; /* each packet is a frame and a place to start at */
  GMutex lock;     /* guards all below, and the state of all subscribers */
  RtpClock clock;
  guint64 next; /* index of the next frame's first packet: its sequence number, and how often that went round */
  GPtrArray *subscribers; /* of Subscriber; the list has a reference to each */
  StreamCache cache;
  FrameQueue recent;         /* begins with a key frame */
  GstElement *sink;          /* feeds the stream now, or NULL; no reference */
  JsCallback *on_key_wanted; /* asked while there is no sink, or NULL */
  gboolean key_wanted;
  gboolean key_deferred; /* a deadline is set to ask again */
  gint64 key_requested;  /* when the last request went out */
  guint key_requests;    /* so many so far */
  gint64 recovery_wanted; /* when a slow receiver last wanted one */
} Stream;

Stream *stream_new(guint32 clock_rate, gboolean single);
Stream *stream_ref(Stream *stream);
void stream_unref(Stream *stream);

/* Takes the lock. */
void stream_enter(Stream *stream);
/* Gives the lock back; then asks the sink or JavaScript for the key frame that is wanted, once in 200 ms. */
void stream_leave(Stream *stream);

/* All below: lock held. */

/* The sink that feeds the stream from now on; it is asked for key frames. */
void stream_attach(Stream *stream, GstElement *sink, const StreamCache *cache);
/* A key frame is wanted: stream_leave asks for it. Nothing where each packet is a place to start at. */
void stream_want_key_frame(Stream *stream);
/* The same for a receiver that has lost frames: at most once a second, however many receivers are slow. */
void stream_want_recovery(Stream *stream);
/* A whole frame is on its way to the subscribers: it is kept for those who join soon. */
void stream_remember(Stream *stream, Frame *frame);
/* The frames to join with, key frame first; NULL when there is no key frame that is fresh enough. */
const GList *stream_recent(const Stream *stream);
/* The header of the next frame's first packet, were it captured at `time`. */
RtpHeader stream_next(const Stream *stream, gint64 time);
