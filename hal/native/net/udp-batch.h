/* UDP batches: one frame to many receivers with as few system calls as the kernel allows. */
#pragma once
#include <sys/socket.h>

#include "frames/frame.h"
#include "udp-pair.h"

typedef struct {
  const Address *to;
  gboolean segments; /* in: use UDP_SEGMENT; out: FALSE when the kernel refused it for this receiver */
  gboolean congested; /* out: the socket's buffer was full, packets are missing */
} UdpReceiver;

/* Sends `count` packets of the frame, the one numbered `first` on, to one receiver. */
void udp_batch_send_part(UdpPair *pair, UdpReceiver *receiver, const Frame *frame, guint first, guint count);
void udp_batch_send(UdpPair *pair, UdpReceiver *receivers, guint count, const Frame *frame);
