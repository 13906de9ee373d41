/* One frame to many UDP receivers with as few system calls as the kernel allows. */
#pragma once
#include <sys/socket.h>

#include "frame.h"
#include "udp-pair.h"

typedef struct {
  const Address *to;
  gboolean segments; /* in: use UDP_SEGMENT; out: FALSE when the kernel refused it for this receiver */
  gboolean congested; /* out: the socket's buffer was full, packets are missing */
} UdpReceiver;

void udp_batch_send(UdpPair *pair, UdpReceiver *receivers, guint count, const Frame *frame);
