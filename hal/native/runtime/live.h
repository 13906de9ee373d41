/* Counts the native objects that live: a test looks there for leaks. */
#pragma once
#include <glib.h>

typedef enum {
  LIVE_HUBS,
  LIVE_SUBSCRIBERS,
  LIVE_FRAMES,
  LIVE_BLOCKS,
  LIVE_CONNECTIONS,
  LIVE_PAIRS,
  LIVE_SRTP_CONTEXTS,
  LIVE_CHANNELS,
  LIVE_CALLBACKS,
  LIVE_KINDS
} LiveKind;

/* By any thread. */
void live_born(LiveKind kind);
void live_died(LiveKind kind);
gint live_count(LiveKind kind);
/* As JavaScript sees it. */
const char *live_name(LiveKind kind);
