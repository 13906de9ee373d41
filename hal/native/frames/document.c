/* Metadata documents as RTP packets. */
#include "document.h"

#include <string.h>

#define PAYLOAD (DOCUMENT_PACKET - RTP_HEADER)

Frame *document_frame(const RtpHeader *first, guint8 payload_type, const guint8 *bytes, gsize size, gint64 time)
{
  guint count = (guint)((size + PAYLOAD - 1) / PAYLOAD);
  Block *block = block_new(size + (gsize)count * RTP_HEADER);
  guint16 *sizes = g_new(guint16, count);
  guint8 *to = block->bytes;
  RtpHeader header = *first;
  for (guint i = 0; i < count; i++, header.index++) {
    gsize length = MIN(size - (gsize)i * PAYLOAD, PAYLOAD);
    sizes[i] = (guint16)(RTP_HEADER + length);
    to[0] = 0x80;
    to[1] = (guint8)(payload_type | (i + 1 == count ? RTP_MARKER : 0));
    rtp_header_write(to, &header);
    memcpy(to + RTP_HEADER, bytes + (gsize)i * PAYLOAD, length);
    to += sizes[i];
  }
  Frame *frame = frame_new(block, sizes, count);
  g_free(sizes);
  frame->key = TRUE;
  frame->index = first->index;
  frame->rtp_time = first->rtp_time;
  frame->time = time;
  return frame;
}
