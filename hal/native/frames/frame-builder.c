/* Frame builder: collects the packets of one picture. */
#include "frame-builder.h"

#include <string.h>

#define MAX_PACKETS 16384

struct FrameBuilder {
  GByteArray *bytes;
  GArray *sizes; /* guint16 */
  gboolean single;
  gboolean delta;
  guint64 index;
  guint32 rtp_time;
  gint64 time;
};

FrameBuilder *frame_builder_new(gboolean single)
{
  FrameBuilder *builder = g_new0(FrameBuilder, 1);
  builder->single = single;
  builder->bytes = g_byte_array_new();
  builder->sizes = g_array_new(FALSE, FALSE, sizeof(guint16));
  return builder;
}

void frame_builder_free(FrameBuilder *builder)
{
  g_byte_array_unref(builder->bytes);
  g_array_unref(builder->sizes);
  g_free(builder);
}

guint frame_builder_count(const FrameBuilder *builder)
{
  return builder->sizes->len;
}

gint64 frame_builder_time(const FrameBuilder *builder, gint64 time)
{
  return builder->sizes->len ? builder->time : time;
}

void frame_builder_reset(FrameBuilder *builder)
{
  g_byte_array_set_size(builder->bytes, 0);
  g_array_set_size(builder->sizes, 0);
}

static Frame *finish(FrameBuilder *builder)
{
  Block *packets = block_copy(builder->bytes->data, builder->bytes->len);
  Frame *frame = frame_new(packets, (const guint16 *)(void *)builder->sizes->data, builder->sizes->len);
  frame->key = !builder->delta;
  frame->index = builder->index;
  frame->rtp_time = builder->rtp_time;
  frame->time = builder->time;
  frame_builder_reset(builder);
  return frame;
}

void rtp_header_write(guint8 *to, const RtpHeader *header)
{
  guint16 sequence = GUINT16_TO_BE((guint16)header->index);
  guint32 rtp_time = GUINT32_TO_BE(header->rtp_time), ssrc = GUINT32_TO_BE(header->ssrc);
  memcpy(to + 2, &sequence, 2);
  memcpy(to + 4, &rtp_time, 4);
  memcpy(to + 8, &ssrc, 4);
}

Frame *frame_builder_add(FrameBuilder *builder, GstBuffer *packet, const RtpHeader *header, gint64 time)
{
  guint at = builder->bytes->len;
  guint16 size = (guint16)gst_buffer_get_size(packet);
  if (builder->sizes->len == 0) {
    builder->time = time;
    builder->index = header->index;
    builder->rtp_time = header->rtp_time;
    /* The first packet decides: later fragments of a key frame have the delta flag. */
    builder->delta = !builder->single && GST_BUFFER_FLAG_IS_SET(packet, GST_BUFFER_FLAG_DELTA_UNIT);
  }
  g_byte_array_set_size(builder->bytes, at + size);
  gst_buffer_extract(packet, 0, builder->bytes->data + at, size);
  g_array_append_val(builder->sizes, size);
  rtp_header_write(builder->bytes->data + at, header);
  if (builder->single || (builder->bytes->data[at + 1] & RTP_MARKER) || builder->sizes->len == MAX_PACKETS)
    return finish(builder);
  return NULL;
}
