/* Frame queue: frames in order and their size in bytes. For a stream's recent and a subscriber's held-back frames. */
#pragma once
#include "frame.h"

typedef struct {
  GQueue frames; /* of Frame, with references */
  gsize bytes;
} FrameQueue;

void frame_queue_init(FrameQueue *queue);
void frame_queue_push(FrameQueue *queue, Frame *frame);
/* Returns the first frame with the queue's reference; NULL when the queue is empty. */
Frame *frame_queue_pop(FrameQueue *queue);
Frame *frame_queue_first(FrameQueue *queue);
/* Keeps the frames since the last key frame; none when they exceed the bounds. */
void frame_queue_remember(FrameQueue *queue, Frame *frame, gint64 window_ns, gsize max_bytes);
guint frame_queue_length(FrameQueue *queue);
void frame_queue_clear(FrameQueue *queue);
