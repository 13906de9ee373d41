/* One RTP stream: headers, frames, key frame requests. */
#include "hub.h"

#include <gst/video/video.h>
#include "runtime/caps.h"
#include "runtime/deadline.h"
#include "frames/document.h"
#include "frames/frame-queue.h"
#include "hub-registry.h"
#include "runtime/live.h"
#include "runtime/monotonic.h"
#include "rtp-clock.h"
#include "subscriber.h"

/* Slow readers, however many, must not turn the stream into key frames. */
#define RECOVERY_DISTANCE NS_PER_SECOND
#define KEY_REQUEST_DISTANCE (200 * NS_PER_MS)

struct Hub {
  gint refs;
  char *name;
  guint32 ssrc;
  gboolean single; /* a packet is a frame */
  GMutex lock; /* guards all below, and the state of all subscribers */
  JsCallback *on_caps; /* both NULL once closed */
  JsCallback *on_key_request;
  RtpClock clock;
  guint64 index; /* of the next packet: its sequence number, and how often that went round */
  GPtrArray *subscribers;
  GstElement *sink;
  guint key_requests;
  gint64 recovery_wanted; /* when a slow receiver last asked */
  gboolean key_wanted;
  gboolean key_deferred; /* a deadline is set */
  gint64 key_requested; /* when the last request went out */
  guint64 frames;
  HubCache cache;
  FrameQueue recent; /* the first one is a key frame */
  FrameBuilder *builder;
};

Hub *hub_new(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps)
{
  Hub *hub = g_new0(Hub, 1);
  live_born(LIVE_HUBS);
  hub->refs = 1;
  hub->name = g_strdup(name);
  hub->ssrc = g_random_int();
  hub->single = single;
  rtp_clock_init(&hub->clock, clock_rate);
  hub->index = g_random_int() & 0x7fff; /* far from the wrap, for SRTP receivers (RFC 3711 3.3.1) */
  hub->on_caps = js_callback_ref(on_caps);
  hub->subscribers = g_ptr_array_new();
  hub->builder = frame_builder_new(single);
  g_mutex_init(&hub->lock);
  frame_queue_init(&hub->recent);
  hub_registry_add(hub->name, hub);
  return hub;
}

Hub *hub_ref(Hub *hub)
{
  g_atomic_int_inc(&hub->refs);
  return hub;
}

void hub_unref(Hub *hub)
{
  if (!g_atomic_int_dec_and_test(&hub->refs))
    return;
  frame_queue_clear(&hub->recent);
  g_ptr_array_unref(hub->subscribers);
  frame_builder_free(hub->builder);
  js_callback_unref(hub->on_caps);
  js_callback_unref(hub->on_key_request);
  g_mutex_clear(&hub->lock);
  g_free(hub->name);
  live_died(LIVE_HUBS);
  g_free(hub);
}

void hub_close(Hub *hub)
{
  hub_registry_remove(hub->name, hub);
  hub_lock(hub);
  while (hub->subscribers->len)
    subscriber_end(g_ptr_array_index(hub->subscribers, 0));
  frame_queue_clear(&hub->recent);
  g_clear_pointer(&hub->on_caps, js_callback_unref);
  g_clear_pointer(&hub->on_key_request, js_callback_unref);
  hub_unlock(hub);
}

guint32 hub_ssrc(const Hub *hub)
{
  return hub->ssrc;
}

guint64 hub_frames(Hub *hub)
{
  hub_lock(hub);
  guint64 frames = hub->frames;
  hub_unlock(hub);
  return frames;
}

guint32 hub_rtp_time(const Hub *hub, gint64 time)
{
  return rtp_clock_at(&hub->clock, time);
}

RtpHeader hub_next(const Hub *hub, gint64 time)
{
  return (RtpHeader){ hub->index - frame_builder_count(hub->builder), hub_rtp_time(hub, time), hub->ssrc };
}

void hub_lock(Hub *hub)
{
  g_mutex_lock(&hub->lock);
}

static void request_upstream(GstElement *sink, guint count)
{
  GstPad *pad = gst_element_get_static_pad(sink, "sink");
  gst_pad_push_event(pad, gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, count));
  gst_object_unref(pad);
}

static void release(gpointer hub)
{
  hub_unref(hub);
}

static void ask_again(gpointer object)
{
  Hub *hub = object;
  hub_lock(hub);
  hub->key_deferred = FALSE;
  hub_unlock(hub);
}

/* Lock held. Frames may be rare: asking again must not wait for the next one. */
static void defer_key_request(Hub *hub)
{
  hub->key_deferred = TRUE;
  deadline_add(hub->key_requested + KEY_REQUEST_DISTANCE, ask_again, hub_ref(hub), release);
}

/* Lock held. The sink to ask, or NULL when JavaScript was asked. */
static GstElement *take_key_request(Hub *hub)
{
  hub->key_wanted = FALSE;
  hub->key_requested = monotonic_ns();
  hub->key_requests++;
  if (hub->sink)
    return gst_object_ref(hub->sink);
  js_post(hub->on_key_request, NULL, NULL, NULL);
  return NULL;
}

void hub_unlock(Hub *hub)
{
  GstElement *sink = NULL;
  guint count = hub->key_requests;
  if (hub->key_wanted && (hub->sink || hub->on_key_request)) {
    if (monotonic_ns() - hub->key_requested >= KEY_REQUEST_DISTANCE)
      sink = take_key_request(hub);
    else if (!hub->key_deferred)
      defer_key_request(hub);
  }
  g_mutex_unlock(&hub->lock);
  if (!sink)
    return;
  request_upstream(sink, count); /* without the lock: an encoder may take its own locks */
  gst_object_unref(sink);
}

void hub_want_key_frame(Hub *hub)
{
  hub->key_wanted = !hub->single;
}

void hub_want_recovery(Hub *hub)
{
  gint64 now = monotonic_ns();
  if (now - hub->recovery_wanted < RECOVERY_DISTANCE)
    return;
  hub->recovery_wanted = now;
  hub_want_key_frame(hub);
}

void hub_on_key_request(Hub *hub, JsCallback *callback)
{
  hub_lock(hub);
  js_callback_unref(hub->on_key_request);
  hub->on_key_request = js_callback_ref(callback);
  hub_unlock(hub);
}

void hub_request_key_frame(Hub *hub)
{
  hub_lock(hub);
  hub_want_key_frame(hub);
  hub_unlock(hub);
}

void hub_add(Hub *hub, Subscriber *subscriber)
{
  g_ptr_array_add(hub->subscribers, subscriber);
}

void hub_remove(Hub *hub, Subscriber *subscriber)
{
  g_ptr_array_remove_fast(hub->subscribers, subscriber);
}

void hub_attach(Hub *hub, GstElement *sink, const HubCache *cache)
{
  hub_lock(hub);
  hub->sink = sink;
  hub->cache = *cache;
  hub->key_requested = 0;
  hub->index -= frame_builder_count(hub->builder); /* an unfinished frame */
  frame_builder_reset(hub->builder);
  rtp_clock_restart(&hub->clock);
  frame_queue_clear(&hub->recent);
  hub_unlock(hub);
}

void hub_detach(Hub *hub, GstElement *sink)
{
  hub_lock(hub);
  if (hub->sink == sink)
    hub->sink = NULL;
  hub_unlock(hub);
}

void hub_set_caps(Hub *hub, GstCaps *caps)
{
  hub_lock(hub); /* closing takes the callback away */
  js_post_caps(hub->on_caps, caps);
  hub_unlock(hub);
}

gboolean hub_replay(Hub *hub, void (*use)(Subscriber *subscriber, Frame *frame), Subscriber *subscriber)
{
  Frame *first = frame_queue_first(&hub->recent);
  if (!first || !hub->sink || monotonic_ns() - first->time > hub->cache.window_ns)
    return FALSE;
  for (GList *item = hub->recent.frames.head; item; item = item->next)
    use(subscriber, item->data);
  return TRUE;
}

static void deliver(Hub *hub, Frame *frame)
{
  hub->frames++;
  if (frame->key)
    hub->key_wanted = FALSE;
  frame_queue_remember(&hub->recent, frame, hub->cache.window_ns, hub->cache.max_bytes);
  subscribers_send(hub->subscribers, frame);
  frame_unref(frame);
}

static guint32 packet_time(Hub *hub, GstBuffer *packet, gint64 time)
{
  guint32 stamp = 0;
  if (!hub->single)
    return hub_rtp_time(hub, time);
  gst_buffer_extract(packet, 4, &stamp, sizeof stamp);
  return rtp_clock_follow(&hub->clock, GUINT32_FROM_BE(stamp), time);
}

void hub_push(Hub *hub, GstBuffer *packet, gint64 time)
{
  gsize size = gst_buffer_get_size(packet);
  if (size < RTP_HEADER || size > G_MAXUINT16)
    return;
  hub_lock(hub);
  time = frame_builder_time(hub->builder, time); /* one time for all packets of a picture */
  RtpHeader header = { hub->index++, packet_time(hub, packet, time), hub->ssrc };
  Frame *frame = frame_builder_add(hub->builder, packet, &header, time);
  if (frame)
    deliver(hub, frame);
  hub_unlock(hub);
}

void hub_send_document(Hub *hub, guint8 payload_type, const guint8 *bytes, gsize size)
{
  hub_lock(hub);
  gint64 time = monotonic_ns();
  RtpHeader header = hub_next(hub, time);
  Frame *frame = document_frame(&header, payload_type, bytes, size, time);
  hub->index += frame->count;
  deliver(hub, frame);
  hub_unlock(hub);
}
