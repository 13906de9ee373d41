/* Frames: one access unit as RTP packets. */
#include "frame.h"

#include <string.h>

#include "runtime/live.h"

/* Bounds of a UDP_SEGMENT message in Linux: UDP_MAX_SEGMENTS and one IP datagram. */
#define GROUP_MAX_PACKETS 64
#define GROUP_MAX_BYTES 65000

static gboolean fits(const FrameGroup *group, gsize size)
{
  gsize last = group->data.iov_len - (gsize)(group->count - 1) * group->segment;
  return group->count < GROUP_MAX_PACKETS && group->data.iov_len + size <= GROUP_MAX_BYTES &&
         last == group->segment && size <= group->segment;
}

static void add_packet(Frame *frame, guint index, gsize size)
{
  FrameGroup *group = frame->groups ? &frame->group[frame->groups - 1] : NULL;
  if (!group || !fits(group, size)) {
    group = &frame->group[frame->groups++];
    *group = (FrameGroup){ { frame->packet[index].iov_base, 0 }, (guint16)size, index, 0 };
  }
  group->data.iov_len += size;
  group->count++;
}

Frame *frame_new(Block *packets, const guint16 *sizes, guint count)
{
  Frame *frame = g_new0(Frame, 1);
  guint8 *at = packets->bytes;
  live_born(LIVE_FRAMES);
  frame->refs = 1;
  frame->packets = packets;
  frame->count = count;
  frame->packet = g_new(struct iovec, count);
  frame->group = g_new(FrameGroup, count);
  frame->octets = packets->size - (gsize)count * RTP_HEADER;
  for (guint i = 0; i < count; i++) {
    frame->packet[i] = (struct iovec){ at, sizes[i] };
    add_packet(frame, i, sizes[i]);
    at += sizes[i];
  }
  return frame;
}

Frame *frame_ref(Frame *frame)
{
  g_atomic_int_inc(&frame->refs);
  return frame;
}

void frame_unref(Frame *frame)
{
  if (!g_atomic_int_dec_and_test(&frame->refs))
    return;
  for (guint i = 0; i < G_N_ELEMENTS(frame->interleaved); i++)
    if (frame->interleaved[i])
      block_unref(frame->interleaved[i]);
  for (guint i = 0; i < G_N_ELEMENTS(frame->secured); i++)
    if (frame->secured[i].context) {
      frame_unref(frame->secured[i].frame);
      srtp_context_unref(frame->secured[i].context);
    }
  block_unref(frame->packets);
  g_free(frame->packet);
  g_free(frame->group);
  live_died(LIVE_FRAMES);
  g_free(frame);
}

static Block *interleave(const Frame *frame, guint8 channel)
{
  Block *block = block_new(frame->packets->size + 4 * (gsize)frame->count);
  guint8 *to = block->bytes;
  for (guint i = 0; i < frame->count; i++) {
    gsize size = frame->packet[i].iov_len;
    *to++ = '$';
    *to++ = channel;
    *to++ = (guint8)(size >> 8);
    *to++ = (guint8)size;
    memcpy(to, frame->packet[i].iov_base, size);
    to += size;
  }
  return block;
}

Block *frame_interleaved(Frame *frame, guint8 channel)
{
  guint i = 0;
  for (; i < G_N_ELEMENTS(frame->interleaved) && frame->interleaved[i]; i++)
    if (frame->channel[i] == channel)
      return block_ref(frame->interleaved[i]);
  Block *block = interleave(frame, channel);
  if (i < G_N_ELEMENTS(frame->interleaved)) {
    frame->interleaved[i] = block_ref(block);
    frame->channel[i] = channel;
  }
  return block;
}
