/* Frames that wait for one reader of a channel, bounded. Not locked: the channel's lock guards them. */
#pragma once
#include <gst/gst.h>

typedef struct {
  GstBuffer *buffer;
  GstCaps *caps;
  gint64 time;
  gboolean substitute; /* the camera delivers nothing */
} ChannelFrame;

typedef struct {
  GQueue frames; /* of ChannelFrame */
  guint depth;
  gboolean needs_key;
} WaitingFrames;

/* At most `depth` frames wait. With 1 the newest replaces the one that waits; with more, for encoded frames and packets,
 * the oldest is dropped with all that depend on it. */
void waiting_frames_init(WaitingFrames *waiting, guint depth);
/* Drops all frames; frames that depend on them are refused until the next key frame. */
void waiting_frames_clear(WaitingFrames *waiting);
gboolean waiting_frames_are_none(WaitingFrames *waiting);
/* Adds a frame by reference. Returns FALSE for one that depends on a frame that was dropped. */
gboolean waiting_frames_offer(WaitingFrames *waiting, const ChannelFrame *frame);
/* Returns the oldest frame, whose buffer and caps the caller owns; there must be one. */
ChannelFrame waiting_frames_take(WaitingFrames *waiting);
