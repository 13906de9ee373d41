/* One access unit as RTP packets, headers written: made once, sent to everybody. */
#pragma once
#include <sys/uio.h>

#include "block.h"
#include "srtp-context.h"

#define RTP_HEADER 12

/* Consecutive packets one UDP_SEGMENT message can carry: all of `segment` bytes but the last, which may be shorter. */
typedef struct {
  struct iovec data;
  guint16 segment;
  guint first;
  guint count;
} FrameGroup;

typedef struct Frame Frame;

/* The same frame under one key. */
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
  struct iovec *packet; /* count of them, inside packets */
  FrameGroup *group;
  guint groups;
  Block *interleaved[8]; /* per RTP channel seen, see frame_interleaved */
  guint8 channel[8];
  SecureVariant secured[4]; /* see secure-frame.h */
};

/* Takes over `packets`; `sizes` are the packets' lengths in order. */
Frame *frame_new(Block *packets, const guint16 *sizes, guint count);
Frame *frame_ref(Frame *frame);
void frame_unref(Frame *frame);
/* The frame with RTSP interleaved headers (RFC 2326 10.12); a new reference. Callers hold the hub's lock. */
Block *frame_interleaved(Frame *frame, guint8 channel);
