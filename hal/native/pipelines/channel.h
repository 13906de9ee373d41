/* Channels: frames from one pipeline to others of the process, by reference; a channel is found by its name. */
#pragma once
#include <gst/gst.h>

#include "mask-set.h"
#include "runtime/js.h"
#include "waiting-frames.h"

typedef struct Channel Channel;
typedef struct ChannelReader ChannelReader;

/* Returns the channel of that name, a new reference; makes it when there is none. */
Channel *channel_get(const char *name);
void channel_unref(Channel *channel);

/*
 * Privacy masks of a camera. Its frames are published only while masks are in force, with the number (generation) that tells
 * that a frame has them. A channel has none in force at first.
 */

/* Puts masks in force, which it takes over, and drops all frames that wait. NULL: none are in force, nothing is published. */
void channel_set_masks(const char *name, MaskSet *masks);
/* Returns the masks in force, a new reference, and their generation; NULL and 0 when none are. */
MaskSet *channel_masks(Channel *channel, guint64 *generation);

/* What a frame must have to be published: FRAME_RAW the generation in force, FRAME_ENCODED masks in force that are empty. */
typedef enum { FRAME_FREE, FRAME_RAW, FRAME_ENCODED } FrameGuard;

/* Publishes a frame captured at `time` (CLOCK_MONOTONIC ns). Returns FALSE when it was refused. */
gboolean channel_publish(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time, FrameGuard guard,
                         guint64 generation);
/* Publishes a substitute frame; it is dropped while frames of the camera come. */
void channel_substitute(Channel *channel, GstCaps *caps, GstBuffer *buffer, gint64 time);
/* A number that changes with each frame of the camera; 0 before the first, and for an unknown channel. */
guint64 channel_progress(const char *name);
/* Whether the last frame was the camera's, no substitute for it. */
gboolean channel_shows_camera(Channel *channel);
/* The callback gets the next frame as one Buffer; it replaces a callback that still waits. */
void channel_take(Channel *channel, JsCallback *callback);

/* Name of the event with which `framesrc` tells its pipeline that substitutes begin (`on`) or end. */
#define SUBSTITUTE_EVENT "vedette-substitute"

/* At most `depth` frames wait, as waiting-frames.h says. */
ChannelReader *channel_reader_new(Channel *channel, guint depth);
void channel_reader_free(ChannelReader *reader);
/* Waits for a frame, whose buffer and caps the caller owns. Returns FALSE while flushing. */
gboolean channel_reader_wait(ChannelReader *reader, ChannelFrame *frame);
void channel_reader_set_flushing(ChannelReader *reader, gboolean flushing);
