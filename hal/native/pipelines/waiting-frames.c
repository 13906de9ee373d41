/* Frames that wait for one reader of a channel. */
#include "waiting-frames.h"

static void frame_free(gpointer data)
{
  ChannelFrame *frame = data;
  gst_buffer_unref(frame->buffer);
  gst_caps_unref(frame->caps);
  g_free(frame);
}

static gboolean is_delta(GstBuffer *buffer)
{
  return GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
}

void waiting_frames_init(WaitingFrames *waiting, guint depth)
{
  g_queue_init(&waiting->frames);
  waiting->depth = depth;
  waiting->needs_key = depth > 1;
}

void waiting_frames_clear(WaitingFrames *waiting)
{
  g_queue_clear_full(&waiting->frames, frame_free);
  waiting->needs_key = waiting->depth > 1;
}

gboolean waiting_frames_are_none(WaitingFrames *waiting)
{
  return g_queue_is_empty(&waiting->frames);
}

/* Drops the oldest frame, and after a key frame all frames that need it. */
static void drop_oldest(WaitingFrames *waiting)
{
  ChannelFrame *first;
  frame_free(g_queue_pop_head(&waiting->frames));
  while ((first = g_queue_peek_head(&waiting->frames)) && is_delta(first->buffer))
    frame_free(g_queue_pop_head(&waiting->frames));
  waiting->needs_key = waiting->depth > 1 && g_queue_is_empty(&waiting->frames);
}

gboolean waiting_frames_offer(WaitingFrames *waiting, const ChannelFrame *frame)
{
  if (g_queue_get_length(&waiting->frames) >= waiting->depth)
    drop_oldest(waiting);
  if (waiting->needs_key && is_delta(frame->buffer))
    return FALSE;
  waiting->needs_key = FALSE;
  ChannelFrame *kept = g_new(ChannelFrame, 1);
  *kept = *frame;
  gst_buffer_ref(kept->buffer);
  gst_caps_ref(kept->caps);
  g_queue_push_tail(&waiting->frames, kept);
  return TRUE;
}

ChannelFrame waiting_frames_take(WaitingFrames *waiting)
{
  ChannelFrame *first = g_queue_pop_head(&waiting->frames);
  ChannelFrame frame = *first;
  g_free(first);
  return frame;
}
