/* Counts of the native objects that exist, by kind; tests find leaks with them. */
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
  LIVE_ANALYSES,
  LIVE_MAILBOXES,
  LIVE_KINDS
} LiveKind;

/* Any thread may call these three. */
void live_born(LiveKind kind);
void live_died(LiveKind kind);
gint live_count(LiveKind kind);
/* The name of a kind in JavaScript. */
const char *live_name(LiveKind kind);
