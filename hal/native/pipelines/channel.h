/* Frames from one pipeline to others of the process, by reference and by name. */
#pragma once
#include <gst/gst.h>

#include "runtime/js.h"

typedef struct Channel Channel;
typedef struct ChannelReader ChannelReader;

/* The channel of that name, made when it does not exist; a new reference. */
Channel *channel_get(const char *name);
void channel_unref(Channel *channel);
/* `time` is CLOCK_MONOTONIC ns of the capture. */
void channel_publish(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time);
/* A frame that stands in for the camera's: left out while those come. */
void channel_substitute(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time);
/* Changes with each frame that is no substitute; 0 before the first, and for a channel that does not exist. */
guint64 channel_progress(const char *name);
/* The next frame goes to JavaScript as one Buffer; a newer call takes the place of one still waiting. */
void channel_take(Channel *channel, JsCallback *callback);

typedef struct {
  GstBuffer *buffer;
  GstCaps *caps;
  gint64 time;
} ChannelFrame;

/* `depth` frames wait at most: 1 is newest-wins; more, for encoded frames and packets, drops the oldest with all that
 * depends on it. */
ChannelReader *channel_reader_new(Channel *channel, guint depth);
void channel_reader_free(ChannelReader *reader);
/* Waits for a frame; FALSE while flushing. The caller owns buffer and caps. */
gboolean channel_reader_wait(ChannelReader *reader, ChannelFrame *frame);
void channel_reader_set_flushing(ChannelReader *reader, gboolean flushing);
