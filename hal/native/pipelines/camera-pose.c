/* Poses of cameras on heads: the newest and those before it that frames under way may have. */
#include "camera-pose.h"

#include <math.h>
#include <string.h>

#include "runtime/monotonic.h"

/* Longest time from the capture of a frame until it is masked. */
#define LATENCY (NS_PER_SECOND / 4)
/* Time after which the pose of a camera that moves says nothing. */
#define SILENCE (NS_PER_SECOND / 5)
#define KEPT 64
#define TYPE "(bbb(dd)(dd)(dd)d)"

typedef struct {
  CameraPose pose;
  gint64 heard; /* when it came, CLOCK_MONOTONIC ns */
} HeardPose;

typedef struct {
  HeardPose poses[KEPT]; /* a ring */
  guint count;           /* poses ever heard */
} History;

static GMutex lock;
static GHashTable *histories; /* channel -> History; guarded by lock */

static gboolean is_range(const PoseRange *range)
{
  return isfinite(range->least) && isfinite(range->most) && range->least <= range->most;
}

static CameraPose parse(const char *text)
{
  CameraPose pose = { 0 };
  GVariant *value = g_variant_parse(G_VARIANT_TYPE(TYPE), text, NULL, NULL, NULL);
  if (!value)
    return pose;
  g_variant_get(value, TYPE, &pose.known, &pose.moving, &pose.flat, &pose.pan.least, &pose.pan.most, &pose.tilt.least,
                &pose.tilt.most, &pose.view.least, &pose.view.most, &pose.aspect);
  g_variant_unref(value);
  pose.known = pose.known && is_range(&pose.pan) && is_range(&pose.tilt) && is_range(&pose.view) && pose.view.least > 0 &&
               isfinite(pose.aspect) && pose.aspect > 0;
  return pose;
}

void camera_pose_set(const char *channel, const char *text)
{
  HeardPose heard = { parse(text), monotonic_ns() };
  g_mutex_lock(&lock);
  if (!histories)
    histories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  History *history = g_hash_table_lookup(histories, channel);
  if (!history) {
    history = g_new0(History, 1);
    g_hash_table_insert(histories, g_strdup(channel), history);
  }
  HeardPose *last = history->count ? &history->poses[(history->count - 1) % KEPT] : NULL;
  /* A camera that stands may be told often, for other reasons. */
  if (!last || heard.pose.moving || memcmp(&last->pose, &heard.pose, sizeof heard.pose) != 0)
    history->poses[history->count++ % KEPT] = heard;
  g_mutex_unlock(&lock);
}

void camera_pose_forget(const char *channel)
{
  g_mutex_lock(&lock);
  if (histories)
    g_hash_table_remove(histories, channel);
  g_mutex_unlock(&lock);
}

/* A pose is in force until the next one comes: the one that was in force LATENCY ago counts too. */
static void collect(const History *history, gint64 now, PoseSpan *span)
{
  guint kept = MIN(history->count, KEPT);
  for (guint back = 1; back <= kept; back++) {
    const HeardPose *one = &history->poses[(history->count - back) % KEPT];
    if (back == 1 && one->pose.moving && now - one->heard > SILENCE)
      span->known = FALSE;
    if (!one->pose.known || span->count == POSES)
      span->known = FALSE;
    if (!span->known)
      return;
    span->poses[span->count++] = one->pose;
    if (now - one->heard >= LATENCY)
      return;
  }
}

void camera_pose_span(const char *channel, PoseSpan *span)
{
  gint64 now = monotonic_ns();
  span->count = 0;
  g_mutex_lock(&lock);
  const History *history = histories ? g_hash_table_lookup(histories, channel) : NULL;
  span->known = history != NULL;
  if (history)
    collect(history, now, span);
  g_mutex_unlock(&lock);
}
