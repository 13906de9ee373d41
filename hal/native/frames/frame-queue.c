/* Frame queue: frames in order and their size in bytes. */
#include "frame-queue.h"

void frame_queue_init(FrameQueue *queue)
{
  g_queue_init(&queue->frames);
  queue->bytes = 0;
}

void frame_queue_push(FrameQueue *queue, Frame *frame)
{
  g_queue_push_tail(&queue->frames, frame_ref(frame));
  queue->bytes += frame->packets->size;
}

Frame *frame_queue_pop(FrameQueue *queue)
{
  Frame *frame = g_queue_pop_head(&queue->frames);
  if (frame)
    queue->bytes -= frame->packets->size;
  return frame;
}

Frame *frame_queue_first(FrameQueue *queue)
{
  return g_queue_peek_head(&queue->frames);
}

void frame_queue_remember(FrameQueue *queue, Frame *frame, gint64 window_ns, gsize max_bytes)
{
  const Frame *first = frame_queue_first(queue);
  if (frame->key ||
      (first && (frame->time - first->time > window_ns || queue->bytes + frame->packets->size > max_bytes)))
    frame_queue_clear(queue);
  if (frame->key || frame_queue_first(queue))
    frame_queue_push(queue, frame);
}

guint frame_queue_length(FrameQueue *queue)
{
  return g_queue_get_length(&queue->frames);
}

void frame_queue_clear(FrameQueue *queue)
{
  Frame *frame;
  while ((frame = frame_queue_pop(queue)))
    frame_unref(frame);
}
