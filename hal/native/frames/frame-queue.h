/* Frames in order with their size in bytes: a hub's recent frames, a subscriber's held-back ones. */
#pragma once
#include "frame.h"

typedef struct {
  GQueue frames; /* of Frame, with references */
  gsize bytes;
} FrameQueue;

void frame_queue_init(FrameQueue *queue);
void frame_queue_push(FrameQueue *queue, Frame *frame);
/* The caller gets the reference; NULL when empty. */
Frame *frame_queue_pop(FrameQueue *queue);
Frame *frame_queue_first(FrameQueue *queue);
/* Keeps the frames since the last key frame, as far as the bounds allow. */
void frame_queue_remember(FrameQueue *queue, Frame *frame, gint64 window_ns, gsize max_bytes);
guint frame_queue_length(FrameQueue *queue);
void frame_queue_clear(FrameQueue *queue);
