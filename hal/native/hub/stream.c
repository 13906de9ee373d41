/* Streams: the shared state of one RTP stream, and when its source is asked for a key frame. */
#include "stream.h"

#include <gst/video/video.h>

#include "runtime/deadline.h"
#include "runtime/monotonic.h"

/* Slow receivers together get a key frame once a second at most. */
#define RECOVERY_DISTANCE NS_PER_SECOND
#define KEY_REQUEST_DISTANCE (200 * NS_PER_MS)

Stream *stream_new(guint32 clock_rate, gboolean single)
{
  Stream *stream = g_new0(Stream, 1);
  stream->refs = 1;
  stream->ssrc = g_random_int();
  stream->single = single;
  stream->next = g_random_int() & 0x7fff; /* far from the wrap, for SRTP receivers (RFC 3711 3.3.1) */
  stream->subscribers = g_ptr_array_new();
  rtp_clock_init(&stream->clock, clock_rate);
  frame_queue_init(&stream->recent);
  g_mutex_init(&stream->lock);
  return stream;
}

Stream *stream_ref(Stream *stream)
{
  g_atomic_int_inc(&stream->refs);
  return stream;
}

void stream_unref(Stream *stream)
{
  if (!g_atomic_int_dec_and_test(&stream->refs))
    return;
  frame_queue_clear(&stream->recent);
  g_ptr_array_unref(stream->subscribers);
  js_callback_unref(stream->on_key_wanted);
  g_mutex_clear(&stream->lock);
  g_free(stream);
}

void stream_enter(Stream *stream)
{
  g_mutex_lock(&stream->lock);
}

static void release(gpointer stream)
{
  stream_unref(stream);
}

static void ask_again(gpointer object)
{
  Stream *stream = object;
  stream_enter(stream);
  stream->key_deferred = FALSE;
  stream_leave(stream);
}

/* Lock held. Asks later by a deadline: frames may be rare. */
static void defer_request(Stream *stream)
{
  if (!stream->key_deferred)
    deadline_add(stream->key_requested + KEY_REQUEST_DISTANCE, ask_again, stream_ref(stream), release);
  stream->key_deferred = TRUE;
}

/* Lock held. Returns the sink to ask, a new reference; NULL when no request is due or JavaScript was asked. */
static GstElement *take_request(Stream *stream)
{
  if (!stream->key_wanted || !(stream->sink || stream->on_key_wanted))
    return NULL;
  gint64 now = monotonic_ns();
  if (now - stream->key_requested < KEY_REQUEST_DISTANCE) {
    defer_request(stream);
    return NULL;
  }
  stream->key_wanted = FALSE;
  stream->key_requested = now;
  stream->key_requests++;
  if (stream->sink)
    return gst_object_ref(stream->sink);
  js_post(stream->on_key_wanted, NULL, NULL, NULL);
  return NULL;
}

/* "All headers" is not asked for: parsers add parameter sets, and payloaders would add them once more. */
static void request_upstream(GstElement *sink, guint count)
{
  GstPad *pad = gst_element_get_static_pad(sink, "sink");
  gst_pad_push_event(pad, gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, FALSE, count));
  gst_object_unref(pad);
}

void stream_leave(Stream *stream)
{
  GstElement *sink = take_request(stream);
  guint count = stream->key_requests;
  g_mutex_unlock(&stream->lock);
  if (!sink)
    return;
  request_upstream(sink, count); /* without the lock: an encoder may take its own locks */
  gst_object_unref(sink);
}

void stream_attach(Stream *stream, GstElement *sink, const StreamCache *cache)
{
  stream->sink = sink;
  stream->cache = *cache;
  stream->key_requested = 0;
  rtp_clock_restart(&stream->clock);
  frame_queue_clear(&stream->recent);
}

void stream_want_key_frame(Stream *stream)
{
  stream->key_wanted = !stream->single;
}

void stream_want_recovery(Stream *stream)
{
  gint64 now = monotonic_ns();
  if (now - stream->recovery_wanted < RECOVERY_DISTANCE)
    return;
  stream->recovery_wanted = now;
  stream_want_key_frame(stream);
}

void stream_remember(Stream *stream, Frame *frame)
{
  if (frame->key)
    stream->key_wanted = FALSE;
  frame_queue_remember(&stream->recent, frame, stream->cache.window_ns, stream->cache.max_bytes);
}

void stream_forget(Stream *stream)
{
  frame_queue_clear(&stream->recent);
}

const GList *stream_recent(const Stream *stream)
{
  const GList *first = stream->recent.frames.head;
  if (!first || !stream->sink || monotonic_ns() - ((const Frame *)first->data)->time > stream->cache.window_ns)
    return NULL;
  return first;
}

RtpHeader stream_next(const Stream *stream, gint64 time)
{
  return (RtpHeader){ stream->next, rtp_clock_at(&stream->clock, time), stream->ssrc };
}
