/* UDP pairs: two bound sockets, RTP on an even port, RTCP on the odd one above, shared by the sessions of an address family
 * or by multicast groups. */
#pragma once
#include "address.h"
#include "runtime/js.h"

typedef struct UdpPair UdpPair;

typedef struct {
  const char *address; /* numeric, our own */
  guint16 port;        /* even or 0 for any */
  gboolean segment;    /* UDP_SEGMENT may be used */
  guint hops;          /* of packets to groups, 0 when it sends to none */
  guint64 pacing;      /* bit/s to each receiver, 0 for no bound */
  JsCallback *on_rtcp; /* packet, address, port */
  JsCallback *on_rtp;  /* NULL: RTP is not read */
} UdpPairOptions;

/* Returns NULL with errno set on failure. */
UdpPair *udp_pair_new(const UdpPairOptions *options);
UdpPair *udp_pair_ref(UdpPair *pair);
void udp_pair_unref(UdpPair *pair);
guint16 udp_pair_rtp_port(const UdpPair *pair);
int udp_pair_rtp_socket(const UdpPair *pair);
/* Whether UDP_SEGMENT is wanted and the kernel has it. */
gboolean udp_pair_segments(const UdpPair *pair);
guint64 udp_pair_pacing(const UdpPair *pair);
/* Parses a receiver's address; a link-local one without a link gets that of the pair. */
gboolean udp_pair_address(const UdpPair *pair, const char *text, guint16 port, Address *address);
void udp_pair_send_rtcp(UdpPair *pair, const Address *to, gconstpointer bytes, gsize size);
/* Stops reading; the sockets are closed with the last reference. */
void udp_pair_close(UdpPair *pair);
