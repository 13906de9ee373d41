/* One RTP stream: headers, frames, key frame requests, the registry by name. */
#include "hub.h"

#include <gst/video/video.h>
#include "frame-builder.h"
#include "frame-queue.h"
#include "monotonic.h"
#include "subscriber.h"

#define CLOCK_RATE 90000
#define KEY_REQUEST_DISTANCE (200 * NS_PER_MS)

struct Hub {
  gint refs;
  char *name;
  guint32 ssrc;
  guint32 rtp_offset;
  JsCallback *on_caps;
  GMutex lock; /* guards all below, and the state of all subscribers */
  guint16 sequence;
  GPtrArray *subscribers;
  GstElement *sink;
  guint key_requests;
  gboolean key_wanted;
  gint64 key_requested; /* when the last request went out */
  guint64 frames;
  HubCache cache;
  FrameQueue recent; /* the first one is a key frame */
  FrameBuilder *builder;
};

static GMutex registry_lock;
static GHashTable *registry; /* name -> Hub, no references */

const char *hub_cname(void)
{
  /* One random name for all streams of this process, so receivers see them as one source (RFC 7022 4.2). */
  static gsize once;
  static char name[32];
  if (g_once_init_enter(&once)) {
    g_snprintf(name, sizeof name, "%08x%08x%08x", g_random_int(), g_random_int(), g_random_int());
    g_once_init_leave(&once, 1);
  }
  return name;
}

Hub *hub_new(const char *name, JsCallback *on_caps)
{
  Hub *hub = g_new0(Hub, 1);
  hub->refs = 1;
  hub->name = g_strdup(name);
  hub->ssrc = g_random_int();
  hub->rtp_offset = g_random_int();
  hub->sequence = (guint16)g_random_int();
  hub->on_caps = js_callback_ref(on_caps);
  hub->subscribers = g_ptr_array_new();
  hub->builder = frame_builder_new();
  g_mutex_init(&hub->lock);
  frame_queue_init(&hub->recent);
  g_mutex_lock(&registry_lock);
  if (!registry)
    registry = g_hash_table_new(g_str_hash, g_str_equal);
  g_hash_table_replace(registry, hub->name, hub);
  g_mutex_unlock(&registry_lock);
  return hub;
}

Hub *hub_find(const char *name)
{
  g_mutex_lock(&registry_lock);
  Hub *hub = registry && name ? g_hash_table_lookup(registry, name) : NULL;
  if (hub)
    hub_ref(hub);
  g_mutex_unlock(&registry_lock);
  return hub;
}

Hub *hub_ref(Hub *hub)
{
  g_atomic_int_inc(&hub->refs);
  return hub;
}

static void unregister(Hub *hub)
{
  g_mutex_lock(&registry_lock);
  if (g_hash_table_lookup(registry, hub->name) == hub)
    g_hash_table_remove(registry, hub->name);
  g_mutex_unlock(&registry_lock);
}

void hub_unref(Hub *hub)
{
  if (!g_atomic_int_dec_and_test(&hub->refs))
    return;
  frame_queue_clear(&hub->recent);
  g_ptr_array_unref(hub->subscribers);
  frame_builder_free(hub->builder);
  js_callback_unref(hub->on_caps);
  g_mutex_clear(&hub->lock);
  g_free(hub->name);
  g_free(hub);
}

void hub_close(Hub *hub)
{
  unregister(hub);
  hub_lock(hub);
  while (hub->subscribers->len)
    subscriber_end(g_ptr_array_index(hub->subscribers, 0));
  frame_queue_clear(&hub->recent);
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
  return hub->rtp_offset + (guint32)gst_util_uint64_scale((guint64)time, CLOCK_RATE, (guint64)NS_PER_SECOND);
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

void hub_unlock(Hub *hub)
{
  GstElement *sink = NULL;
  guint count = hub->key_requests;
  if (hub->key_wanted && hub->sink && monotonic_ns() - hub->key_requested >= KEY_REQUEST_DISTANCE) {
    hub->key_wanted = FALSE;
    hub->key_requested = monotonic_ns();
    hub->key_requests++;
    sink = gst_object_ref(hub->sink);
  }
  g_mutex_unlock(&hub->lock);
  if (!sink)
    return;
  request_upstream(sink, count); /* without the lock: an encoder may take its own locks */
  gst_object_unref(sink);
}

void hub_want_key_frame(Hub *hub)
{
  hub->key_wanted = TRUE;
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
  hub->sequence = (guint16)(hub->sequence - frame_builder_count(hub->builder)); /* an unfinished frame */
  frame_builder_reset(hub->builder);
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

static size_t build_caps(napi_env env, gpointer data, napi_value *argv)
{
  const GstStructure *structure = gst_caps_get_structure(data, 0);
  napi_create_object(env, &argv[0]);
  for (gint i = 0; i < gst_structure_n_fields(structure); i++) {
    const char *field = gst_structure_nth_field_name(structure, (guint)i);
    const GValue *value = gst_structure_get_value(structure, field);
    char *text = G_VALUE_HOLDS_STRING(value) ? g_value_dup_string(value) : gst_value_serialize(value);
    napi_set_named_property(env, argv[0], field, js_from_text(env, text ? text : ""));
    g_free(text);
  }
  return 1;
}

static void release_caps(gpointer caps)
{
  gst_caps_unref(caps);
}

void hub_set_caps(Hub *hub, GstCaps *caps)
{
  js_post(hub->on_caps, build_caps, gst_caps_ref(caps), release_caps);
}

/* Keeps the frames since the last key frame, as far as the cache's bounds allow. */
static void remember(Hub *hub, Frame *frame)
{
  Frame *first = frame_queue_first(&hub->recent);
  if (frame->key || (first && (frame->time - first->time > hub->cache.window_ns ||
                               hub->recent.bytes + frame->packets->size > hub->cache.max_bytes)))
    frame_queue_clear(&hub->recent);
  if (frame->key || frame_queue_first(&hub->recent))
    frame_queue_push(&hub->recent, frame);
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
  remember(hub, frame);
  subscribers_send(hub->subscribers, frame);
  frame_unref(frame);
}

void hub_push(Hub *hub, GstBuffer *packet, gint64 time)
{
  gsize size = gst_buffer_get_size(packet);
  if (size < RTP_HEADER || size > G_MAXUINT16)
    return;
  hub_lock(hub);
  time = frame_builder_time(hub->builder, time); /* one time for all packets of a picture */
  RtpHeader header = { hub->sequence++, hub_rtp_time(hub, time), hub->ssrc };
  Frame *frame = frame_builder_add(hub->builder, packet, &header, time);
  if (frame)
    deliver(hub, frame);
  hub_unlock(hub);
}
