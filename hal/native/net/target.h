/* Targets: the destination of a subscriber's packets, two UDP addresses or two channels of a TCP connection. */
#pragma once
#include "connection.h"
#include "frames/frame.h"
#include "frames/secure-frame.h"
#include "udp-batch.h"
#include "udp-pair.h"

/* Either `connection` or `pair` is set, a reference. */
typedef struct {
  Connection *connection;
  guint8 rtp_channel;
  guint8 rtcp_channel;
  UdpPair *pair;
  SrtpContext *srtp; /* a reference, or NULL */
  Address rtp;
  Address rtcp;
} Target;

void target_clear(Target *target);
void target_send_rtcp(const Target *target, const guint8 *bytes, gsize size);
/* Returns the frame for this receiver, protected or not, a new reference; NULL when it cannot be protected. */
Frame *target_frame(const Target *target, Frame *frame);
/* Sends a frame of target_frame. Returns FALSE when the receiver is too slow for it or gone. */
gboolean target_send_interleaved(const Target *target, Frame *frame);
/* Whether both targets are the same UDP receiver, whatever sockets send to it. */
gboolean target_same_receiver(const Target *one, const Target *other);
/* Whether the receiver's queue is more than half full. */
gboolean target_is_behind(const Target *target);
