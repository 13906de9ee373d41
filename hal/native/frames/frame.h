/* Frames: one access unit as RTP packets with headers, made once for all receivers. */
#pragma once
#include <sys/uio.h>

#include "block.h"
#include "srtp-context.h"

#define RTP_HEADER 12

/* Packets for one UDP_SEGMENT message: consecutive, all of `segment` bytes; only the last may be shorter. */
typedef struct {
  struct iovec data;
  guint16 segment;
  guint first;
  guint count;
} FrameGroup;

typedef struct Frame Frame;

/* A frame protected by one SRTP key. */
typedef struct {
  SrtpContext *context;
  guint generation;
  Frame *frame;
} SecureVariant;

struct Frame {
  gint refs;
  gboolean key;
  guint64 index; /* of the first packet, see RtpHeader */
  guint32 rtp_time;
  gint64 time; /* CLOCK_MONOTONIC, ns */
  guint count;
  gsize octets; /* payload, for sender reports */
  Block *packets;
  struct iovec *packet; /* `count` packets, inside `packets` */
  FrameGroup *group;
  guint groups;
  Block *interleaved[8]; /* by RTP channel, see frame_interleaved */
  guint8 channel[8];
  SecureVariant secured[4]; /* see secure-frame.h */
};

/* The frame takes over `packets`; `sizes` are the lengths of its packets in order. */
Frame *frame_new(Block *packets, const guint16 *sizes, guint count);
Frame *frame_ref(Frame *frame);
void frame_unref(Frame *frame);
/* Returns the frame with interleaved headers (RFC 2326 10.12), a new reference. Callers hold the stream's lock. */
Block *frame_interleaved(Frame *frame, guint8 channel);
