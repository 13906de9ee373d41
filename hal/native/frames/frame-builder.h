/* Frame builder: collects the packets of one picture up to the marker and writes the stream's fields of their headers. */
#pragma once
#include <gst/gst.h>

#include "frame.h"

typedef struct FrameBuilder FrameBuilder;

/* RTP header fields that the stream sets, not the payloader. */
typedef struct {
  guint64 index; /* its low 16 bits are the sequence number */
  guint32 rtp_time;
  guint32 ssrc;
} RtpHeader;

#define RTP_MARKER 0x80
/* Writes these fields into the RTP header at `to`. */
void rtp_header_write(guint8 *to, const RtpHeader *header);

/* With `single` each packet is a key frame of its own, whatever its marker says. */
FrameBuilder *frame_builder_new(gboolean single);
void frame_builder_free(FrameBuilder *builder);
/* Packets of the unfinished picture. */
guint frame_builder_count(const FrameBuilder *builder);
/* Capture time of the unfinished picture; `time` itself when there is no packet yet. */
gint64 frame_builder_time(const FrameBuilder *builder, gint64 time);
void frame_builder_reset(FrameBuilder *builder);
/* Adds a packet. Returns the frame when this was its last packet, else NULL. */
Frame *frame_builder_add(FrameBuilder *builder, GstBuffer *packet, const RtpHeader *header, gint64 time);
