/* Counts of the native objects that exist. */
#include "live.h"

static const char *const names[LIVE_KINDS] = {
  "hubs", "subscribers", "frames", "blocks", "connections", "pairs", "srtpContexts", "channels", "callbacks",
  "analyses", "mailboxes",
};

static gint counts[LIVE_KINDS];

void live_born(LiveKind kind)
{
  g_atomic_int_inc(&counts[kind]);
}

void live_died(LiveKind kind)
{
  g_atomic_int_add(&counts[kind], -1);
}

gint live_count(LiveKind kind)
{
  return g_atomic_int_get(&counts[kind]);
}

const char *live_name(LiveKind kind)
{
  return names[kind];
}
