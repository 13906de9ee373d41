/* One RTP stream: headers, frames, key frame requests, the registry by name. */
#include "hub.h"

#include <gst/video/video.h>
#include <string.h>

#include "monotonic.h"
#include "subscriber.h"

#define CLOCK_RATE 90000
#define KEY_REQUEST_DISTANCE (200 * NS_PER_MS)
#define FRAME_MAX_PACKETS 16384

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
  GQueue recent; /* of Frame, the first one a key frame */
  gsize recent_bytes;
  GByteArray *bytes; /* the frame being assembled */
  GArray *sizes;     /* guint16 */
  gboolean delta;
  gint64 time;
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
  hub->bytes = g_byte_array_new();
  hub->sizes = g_array_new(FALSE, FALSE, sizeof(guint16));
  g_mutex_init(&hub->lock);
  g_queue_init(&hub->recent);
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

static void forget_recent(Hub *hub)
{
  Frame *frame;
  while ((frame = g_queue_pop_head(&hub->recent)))
    frame_unref(frame);
  hub->recent_bytes = 0;
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
  forget_recent(hub);
  g_ptr_array_unref(hub->subscribers);
  g_byte_array_unref(hub->bytes);
  g_array_unref(hub->sizes);
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
  forget_recent(hub);
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
  hub->sequence = (guint16)(hub->sequence - hub->sizes->len); /* a frame the last pipeline did not finish */
  g_byte_array_set_size(hub->bytes, 0);
  g_array_set_size(hub->sizes, 0);
  forget_recent(hub);
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
  Frame *first = g_queue_peek_head(&hub->recent);
  if (frame->key || (first && (frame->time - first->time > hub->cache.window_ns ||
                               hub->recent_bytes + frame->packets->size > hub->cache.max_bytes)))
    forget_recent(hub);
  if (!frame->key && g_queue_is_empty(&hub->recent))
    return;
  g_queue_push_tail(&hub->recent, frame_ref(frame));
  hub->recent_bytes += frame->packets->size;
}

gboolean hub_replay(Hub *hub, void (*use)(Subscriber *subscriber, Frame *frame), Subscriber *subscriber)
{
  Frame *first = g_queue_peek_head(&hub->recent);
  if (!first || !hub->sink || monotonic_ns() - first->time > hub->cache.window_ns)
    return FALSE;
  for (GList *item = hub->recent.head; item; item = item->next)
    use(subscriber, item->data);
  return TRUE;
}

static void finish_frame(Hub *hub)
{
  guint count = hub->sizes->len;
  Frame *frame = frame_new(block_copy(hub->bytes->data, hub->bytes->len), (const guint16 *)(void *)hub->sizes->data, count);
  frame->key = !hub->delta;
  frame->sequence = (guint16)(hub->sequence - count);
  frame->time = hub->time;
  frame->rtp_time = hub_rtp_time(hub, hub->time);
  g_byte_array_set_size(hub->bytes, 0);
  g_array_set_size(hub->sizes, 0);
  hub->frames++;
  if (frame->key)
    hub->key_wanted = FALSE;
  remember(hub, frame);
  subscribers_send(hub->subscribers, frame);
  frame_unref(frame);
}

static void write_header(const Hub *hub, guint8 *header)
{
  guint32 rtp_time = GUINT32_TO_BE(hub_rtp_time(hub, hub->time));
  guint32 ssrc = GUINT32_TO_BE(hub->ssrc);
  guint16 sequence = GUINT16_TO_BE(hub->sequence);
  memcpy(header + 2, &sequence, 2);
  memcpy(header + 4, &rtp_time, 4);
  memcpy(header + 8, &ssrc, 4);
}

void hub_push(Hub *hub, GstBuffer *packet, gint64 time)
{
  gsize size = gst_buffer_get_size(packet);
  if (size < RTP_HEADER || size > G_MAXUINT16)
    return;
  hub_lock(hub);
  if (hub->sizes->len == 0) {
    hub->time = time;
    hub->delta = GST_BUFFER_FLAG_IS_SET(packet, GST_BUFFER_FLAG_DELTA_UNIT); /* later fragments always have it */
  }
  guint at = hub->bytes->len;
  guint16 short_size = (guint16)size;
  g_byte_array_set_size(hub->bytes, at + (guint)size);
  gst_buffer_extract(packet, 0, hub->bytes->data + at, size);
  g_array_append_val(hub->sizes, short_size);
  write_header(hub, hub->bytes->data + at);
  hub->sequence++;
  if ((hub->bytes->data[at + 1] & 0x80) || hub->sizes->len == FRAME_MAX_PACKETS)
    finish_frame(hub);
  hub_unlock(hub);
}
