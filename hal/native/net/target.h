/* Where a subscriber's packets go: two UDP addresses or two channels of a TCP connection. */
#pragma once
#include "connection.h"
#include "frames/frame.h"
#include "frames/secure-frame.h"
#include "udp-batch.h"
#include "udp-pair.h"

/* Either connection or pair is set; both are references. */
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
/* The frame as this receiver gets it, protected or not: a new reference; NULL when it cannot be protected. */
Frame *target_frame(const Target *target, Frame *frame);
/* `frame` comes from target_frame. FALSE when the receiver is too slow for the frame or gone. */
gboolean target_send_interleaved(const Target *target, Frame *frame);
/* Whether both are the same UDP receiver, whatever the sockets they are sent from. */
gboolean target_same_receiver(const Target *one, const Target *other);
/* Whether what was sent before is still on its way, so that asking for more makes no sense. */
gboolean target_is_behind(const Target *target);
