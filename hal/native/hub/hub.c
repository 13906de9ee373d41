/* Hubs: the sending side of one RTP stream. */
#include "hub.h"

#include "frames/document.h"
#include "runtime/caps.h"
#include "runtime/live.h"
#include "runtime/monotonic.h"
#include "subscriber.h"

struct Hub {
  gint refs;
  char *name;
  Stream *stream; /* its lock guards all below */
  JsCallback *on_caps; /* NULL once closed */
  FrameBuilder *builder;
  guint64 frames, octets;
};

Hub *hub_new(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps)
{
  Hub *hub = g_new0(Hub, 1);
  live_born(LIVE_HUBS);
  hub->refs = 1;
  hub->name = g_strdup(name);
  hub->stream = stream_new(clock_rate, single);
  hub->on_caps = js_callback_ref(on_caps);
  hub->builder = frame_builder_new(single);
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
  frame_builder_free(hub->builder);
  js_callback_unref(hub->on_caps);
  stream_unref(hub->stream);
  live_died(LIVE_HUBS);
  g_free(hub->name);
  g_free(hub);
}

void hub_close(Hub *hub)
{
  Stream *stream = hub->stream;
  stream_enter(stream);
  while (stream->subscribers->len)
    subscriber_end(g_ptr_array_index(stream->subscribers, 0));
  frame_queue_clear(&stream->recent);
  g_clear_pointer(&hub->on_caps, js_callback_unref);
  g_clear_pointer(&stream->on_key_wanted, js_callback_unref);
  stream_leave(stream);
}

const char *hub_name(const Hub *hub)
{
  return hub->name;
}

Stream *hub_stream(const Hub *hub)
{
  return hub->stream;
}

guint64 hub_frames(Hub *hub)
{
  stream_enter(hub->stream);
  guint64 frames = hub->frames;
  stream_leave(hub->stream);
  return frames;
}

guint64 hub_octets(Hub *hub)
{
  stream_enter(hub->stream);
  guint64 octets = hub->octets;
  stream_leave(hub->stream);
  return octets;
}

void hub_on_key_request(Hub *hub, JsCallback *callback)
{
  stream_enter(hub->stream);
  js_callback_unref(hub->stream->on_key_wanted);
  hub->stream->on_key_wanted = js_callback_ref(callback);
  stream_leave(hub->stream);
}

void hub_request_key_frame(Hub *hub)
{
  stream_enter(hub->stream);
  stream_want_key_frame(hub->stream);
  stream_leave(hub->stream);
}

void hub_forget_frames(Hub *hub)
{
  stream_enter(hub->stream);
  stream_forget(hub->stream);
  stream_want_key_frame(hub->stream);
  stream_leave(hub->stream);
}

void hub_attach(Hub *hub, GstElement *sink, const StreamCache *cache)
{
  stream_enter(hub->stream);
  stream_attach(hub->stream, sink, cache);
  frame_builder_reset(hub->builder); /* an unfinished frame of the pipeline before */
  stream_leave(hub->stream);
}

void hub_detach(Hub *hub, GstElement *sink)
{
  stream_enter(hub->stream);
  if (hub->stream->sink == sink)
    hub->stream->sink = NULL;
  stream_leave(hub->stream);
}

void hub_set_caps(Hub *hub, GstCaps *caps)
{
  stream_enter(hub->stream); /* hub_close frees the callback */
  js_post_caps(hub->on_caps, caps);
  stream_leave(hub->stream);
}

/* Lock held. Sends the frame to all subscribers and drops the reference. */
static void deliver(Hub *hub, Frame *frame)
{
  hub->frames++;
  hub->octets += frame->octets;
  hub->stream->next += frame->count;
  stream_remember(hub->stream, frame);
  subscribers_send(hub->stream->subscribers, frame);
  frame_unref(frame);
}

static guint32 packet_time(Stream *stream, GstBuffer *packet, gint64 time)
{
  guint32 stamp = 0;
  if (!stream->single)
    return rtp_clock_at(&stream->clock, time);
  gst_buffer_extract(packet, 4, &stamp, sizeof stamp);
  return rtp_clock_follow(&stream->clock, GUINT32_FROM_BE(stamp), time);
}

/* Lock held. */
static void push(Hub *hub, GstBuffer *packet, gint64 time)
{
  Stream *stream = hub->stream;
  gsize size = gst_buffer_get_size(packet);
  if (size < RTP_HEADER || size > G_MAXUINT16)
    return;
  time = frame_builder_time(hub->builder, time); /* all packets of a picture have one time */
  guint64 index = stream->next + frame_builder_count(hub->builder);
  RtpHeader header = { index, packet_time(stream, packet, time), stream->ssrc };
  Frame *frame = frame_builder_add(hub->builder, packet, &header, time);
  if (frame)
    deliver(hub, frame);
}

void hub_push(Hub *hub, GstBuffer *packet, gint64 time)
{
  stream_enter(hub->stream);
  push(hub, packet, time);
  stream_leave(hub->stream);
}

void hub_push_list(Hub *hub, GstBufferList *packets, HubPacketTime time_of, gpointer object)
{
  guint count = gst_buffer_list_length(packets);
  stream_enter(hub->stream);
  for (guint i = 0; i < count; i++) {
    GstBuffer *packet = gst_buffer_list_get(packets, i);
    push(hub, packet, time_of(object, packet));
  }
  stream_leave(hub->stream);
}

void hub_send_document(Hub *hub, guint8 payload_type, const guint8 *bytes, gsize size)
{
  stream_enter(hub->stream);
  gint64 time = monotonic_ns();
  RtpHeader header = stream_next(hub->stream, time);
  deliver(hub, document_frame(&header, payload_type, bytes, size, time));
  stream_leave(hub->stream);
}
