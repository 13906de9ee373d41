/* Targets: the destination of a subscriber's packets. */
#include "target.h"

#include <string.h>

#include "rtcp.h"

void target_clear(Target *target)
{
  g_clear_pointer(&target->connection, connection_unref);
  g_clear_pointer(&target->pair, udp_pair_unref);
  g_clear_pointer(&target->srtp, srtp_context_unref);
}

Frame *target_frame(const Target *target, Frame *frame)
{
  return target->srtp ? frame_secured(frame, target->srtp) : frame_ref(frame);
}

void target_send_rtcp(const Target *target, const guint8 *bytes, gsize size)
{
  guint32 packet[(RTCP_MAX_SIZE + SRTP_ROOM) / 4];
  if (target->srtp) {
    memcpy(packet, bytes, size);
    bytes = (guint8 *)packet;
    if (!srtp_context_protect_rtcp(target->srtp, (guint8 *)packet, &size))
      return;
  }
  if (target->pair) {
    udp_pair_send_rtcp(target->pair, &target->rtcp, bytes, size);
    return;
  }
  const guint8 header[4] = { '$', target->rtcp_channel, (guint8)(size >> 8), (guint8)size };
  Block *block = block_new(sizeof header + size);
  memcpy(block->bytes, header, sizeof header);
  memcpy(block->bytes + sizeof header, bytes, size);
  connection_write_control(target->connection, block);
  block_unref(block);
}

gboolean target_send_interleaved(const Target *target, Frame *frame)
{
  Block *block = frame_interleaved(frame, target->rtp_channel);
  WriteResult result = connection_write_media(target->connection, block);
  block_unref(block);
  return result == WRITE_DONE;
}

gboolean target_same_receiver(const Target *one, const Target *other)
{
  return one->pair && other->pair && address_equal(&one->rtp, &other->rtp);
}

gboolean target_is_behind(const Target *target)
{
  return target->connection && connection_queued(target->connection) > connection_limit(target->connection) / 2;
}
