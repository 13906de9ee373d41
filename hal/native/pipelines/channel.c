/* Channels: frames from one pipeline to others of the process. */
#include "channel.h"

#include <string.h>

#include "runtime/live.h"
#include "runtime/monotonic.h"

struct Channel {
  gint refs; /* guarded by registry_lock */
  char *name;
  GMutex lock;
  GPtrArray *readers; /* no references */
  JsCallback *taker;  /* holds a reference to the channel */
  guint64 progress;   /* number of the last camera frame */
  gint64 arrived;     /* when that frame came, CLOCK_MONOTONIC ns */
  gint64 shown;       /* time of the last frame that was handed out */
  MaskSet *masks;     /* in force, or NULL; the channel lives as long as it has some */
  guint64 generation; /* of these masks, 0 without */
};

/* After a camera frame no substitute is shown for so long. */
#define CAMERA_SHOWS_NS (NS_PER_SECOND / 2)

struct ChannelReader {
  Channel *channel;
  GCond arrived;
  WaitingFrames waiting; /* guarded by the channel's lock, as all below */
  gboolean flushing;
};

static guint64 last_progress;   /* guarded by registry_lock */
static guint64 last_generation; /* guarded by registry_lock: no two channels have the same */
static GMutex registry_lock;
static GHashTable *registry; /* name -> Channel, no references */

Channel *channel_get(const char *name)
{
  g_mutex_lock(&registry_lock);
  if (!registry)
    registry = g_hash_table_new(g_str_hash, g_str_equal);
  Channel *channel = g_hash_table_lookup(registry, name);
  if (!channel) {
    channel = g_new0(Channel, 1);
    live_born(LIVE_CHANNELS);
    channel->name = g_strdup(name);
    channel->readers = g_ptr_array_new();
    g_mutex_init(&channel->lock);
    g_hash_table_insert(registry, channel->name, channel);
  }
  channel->refs++;
  g_mutex_unlock(&registry_lock);
  return channel;
}

static void channel_ref(Channel *channel)
{
  g_mutex_lock(&registry_lock);
  channel->refs++;
  g_mutex_unlock(&registry_lock);
}

void channel_unref(Channel *channel)
{
  g_mutex_lock(&registry_lock);
  gboolean last = --channel->refs == 0;
  if (last)
    g_hash_table_remove(registry, channel->name);
  g_mutex_unlock(&registry_lock);
  if (!last)
    return;
  g_ptr_array_unref(channel->readers);
  g_mutex_clear(&channel->lock);
  g_free(channel->name);
  live_died(LIVE_CHANNELS);
  g_free(channel);
}

/* Lock held. A frame with other masks may wait, and the substitute before the first frame has none of the camera. */
static void drop_waiting(Channel *channel)
{
  for (guint i = 0; i < channel->readers->len; i++) {
    ChannelReader *reader = g_ptr_array_index(channel->readers, i);
    waiting_frames_clear(&reader->waiting);
  }
}

static guint64 next_generation(void)
{
  g_mutex_lock(&registry_lock);
  guint64 generation = ++last_generation;
  g_mutex_unlock(&registry_lock);
  return generation;
}

void channel_set_masks(const char *name, MaskSet *masks)
{
  Channel *channel = channel_get(name);
  guint64 generation = masks ? next_generation() : 0;
  g_mutex_lock(&channel->lock);
  MaskSet *before = channel->masks;
  channel->masks = masks;
  channel->generation = generation;
  drop_waiting(channel);
  g_mutex_unlock(&channel->lock);
  if (!before != !masks) { /* the masks' own reference to the channel begins or ends */
    if (masks)
      channel_ref(channel);
    else
      channel_unref(channel);
  }
  if (before)
    mask_set_unref(before);
  channel_unref(channel);
}

MaskSet *channel_masks(Channel *channel, guint64 *generation)
{
  g_mutex_lock(&channel->lock);
  MaskSet *masks = channel->masks ? mask_set_ref(channel->masks) : NULL;
  *generation = channel->generation;
  g_mutex_unlock(&channel->lock);
  return masks;
}

/* Lock held. */
static gboolean may_publish(const Channel *channel, FrameGuard guard, guint64 generation)
{
  if (guard == FRAME_FREE)
    return TRUE;
  if (channel->generation == 0)
    return FALSE;
  return guard == FRAME_RAW ? generation == channel->generation : mask_set_is_empty(channel->masks);
}

static size_t build_bytes(napi_env env, gpointer data, napi_value *argv)
{
  GstMapInfo map;
  if (!gst_buffer_map(data, &map, GST_MAP_READ)) {
    napi_get_null(env, &argv[0]);
    return 1;
  }
  napi_create_buffer_copy(env, map.size, map.data, NULL, &argv[0]);
  gst_buffer_unmap(data, &map);
  return 1;
}

static void release_buffer(gpointer buffer)
{
  gst_buffer_unref(buffer);
}

static guint64 next_progress(void)
{
  g_mutex_lock(&registry_lock);
  guint64 progress = ++last_progress;
  g_mutex_unlock(&registry_lock);
  return progress;
}

/*
 * Lock held. Gives the frame to all readers and returns the callback that gets it too, or NULL. Times of frames must rise:
 * a camera's first frame may be older than the substitute before it.
 */
static JsCallback *hand_out(Channel *channel, ChannelFrame frame)
{
  if (channel->shown != 0 && frame.time <= channel->shown)
    frame.time = channel->shown + NS_PER_MS;
  channel->shown = frame.time;
  for (guint i = 0; i < channel->readers->len; i++) {
    ChannelReader *reader = g_ptr_array_index(channel->readers, i);
    if (waiting_frames_offer(&reader->waiting, &frame))
      g_cond_signal(&reader->arrived);
  }
  return g_steal_pointer(&channel->taker);
}

/* Lock not held. Posts the frame to `taker`, which may be NULL, and drops its references. */
static void post_frame(Channel *channel, JsCallback *taker, GstBuffer *buffer)
{
  if (!taker)
    return;
  js_post(taker, build_bytes, gst_buffer_ref(buffer), release_buffer);
  js_callback_unref(taker);
  channel_unref(channel); /* the publisher has a reference of its own */
}

gboolean channel_publish(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time, FrameGuard guard,
                         guint64 generation)
{
  guint64 progress = next_progress();
  JsCallback *taker = NULL;
  g_mutex_lock(&channel->lock);
  gboolean allowed = may_publish(channel, guard, generation);
  if (allowed) {
    channel->progress = progress;
    channel->arrived = monotonic_ns();
    taker = hand_out(channel, (ChannelFrame){ buffer, caps, time, FALSE });
  }
  g_mutex_unlock(&channel->lock);
  post_frame(channel, taker, buffer);
  return allowed;
}

/* Lock held. */
static gboolean shows_camera(const Channel *channel)
{
  return channel->progress != 0 && monotonic_ns() - channel->arrived < CAMERA_SHOWS_NS;
}

gboolean channel_shows_camera(Channel *channel)
{
  g_mutex_lock(&channel->lock);
  gboolean shows = shows_camera(channel);
  g_mutex_unlock(&channel->lock);
  return shows;
}

void channel_substitute(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time)
{
  JsCallback *taker = NULL;
  g_mutex_lock(&channel->lock);
  if (!shows_camera(channel))
    taker = hand_out(channel, (ChannelFrame){ buffer, caps, time, TRUE });
  g_mutex_unlock(&channel->lock);
  post_frame(channel, taker, buffer);
}

guint64 channel_progress(const char *name)
{
  guint64 progress = 0;
  g_mutex_lock(&registry_lock);
  Channel *channel = registry ? g_hash_table_lookup(registry, name) : NULL;
  if (channel) {
    g_mutex_lock(&channel->lock);
    progress = channel->progress;
    g_mutex_unlock(&channel->lock);
  }
  g_mutex_unlock(&registry_lock);
  return progress;
}

void channel_take(Channel *channel, JsCallback *callback)
{
  g_mutex_lock(&channel->lock);
  JsCallback *before = channel->taker;
  channel->taker = js_callback_ref(callback);
  g_mutex_unlock(&channel->lock);
  if (before)
    js_callback_unref(before);
  else
    channel_ref(channel);
}

ChannelReader *channel_reader_new(Channel *channel, guint depth)
{
  ChannelReader *reader = g_new0(ChannelReader, 1);
  reader->channel = channel;
  waiting_frames_init(&reader->waiting, depth);
  g_cond_init(&reader->arrived);
  g_mutex_lock(&channel->lock);
  g_ptr_array_add(channel->readers, reader);
  g_mutex_unlock(&channel->lock);
  return reader;
}

void channel_reader_free(ChannelReader *reader)
{
  g_mutex_lock(&reader->channel->lock);
  g_ptr_array_remove_fast(reader->channel->readers, reader);
  g_mutex_unlock(&reader->channel->lock);
  waiting_frames_clear(&reader->waiting);
  g_cond_clear(&reader->arrived);
  g_free(reader);
}

gboolean channel_reader_wait(ChannelReader *reader, ChannelFrame *frame)
{
  g_mutex_lock(&reader->channel->lock);
  while (!reader->flushing && waiting_frames_are_none(&reader->waiting))
    g_cond_wait(&reader->arrived, &reader->channel->lock);
  gboolean have = !reader->flushing;
  if (have)
    *frame = waiting_frames_take(&reader->waiting);
  g_mutex_unlock(&reader->channel->lock);
  return have;
}

void channel_reader_set_flushing(ChannelReader *reader, gboolean flushing)
{
  g_mutex_lock(&reader->channel->lock);
  reader->flushing = flushing;
  g_cond_signal(&reader->arrived);
  g_mutex_unlock(&reader->channel->lock);
}
