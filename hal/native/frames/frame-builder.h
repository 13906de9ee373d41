/* Collects the packets of one picture, up to the marker, and writes what the stream owns of their headers. */
#pragma once
#include <gst/gst.h>

#include "frame.h"

typedef struct FrameBuilder FrameBuilder;

/* The header fields that belong to the stream, not to the payloader. */
typedef struct {
  guint64 index; /* its low 16 bits are the sequence number */
  guint32 rtp_time;
  guint32 ssrc;
} RtpHeader;

#define RTP_MARKER 0x80
/* Writes what belongs to the stream into the header at `to`. */
void rtp_header_write(guint8 *to, const RtpHeader *header);

/* `single`: each packet is a frame and a place to start at, whatever its marker says. */
FrameBuilder *frame_builder_new(gboolean single);
void frame_builder_free(FrameBuilder *builder);
/* Packets collected so far. */
guint frame_builder_count(const FrameBuilder *builder);
/* When the first packet of the picture was captured; `time` itself when there is none yet. */
gint64 frame_builder_time(const FrameBuilder *builder, gint64 time);
void frame_builder_reset(FrameBuilder *builder);
/* Adds a packet; the whole frame when it was the last one, else NULL. */
Frame *frame_builder_add(FrameBuilder *builder, GstBuffer *packet, const RtpHeader *header, gint64 time);
