/* Two bound UDP sockets (RTP even, RTCP odd) shared by all sessions of one address family. */
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include "js.h"

typedef struct {
  struct sockaddr_storage storage;
  socklen_t length;
} Address;

typedef struct UdpPair UdpPair;

/* `port` is even or 0 for any. NULL with errno set. `on_rtcp` gets packet, address, port. */
UdpPair *udp_pair_new(const char *address, guint16 port, gboolean segment, JsCallback *on_rtcp);
UdpPair *udp_pair_ref(UdpPair *pair);
void udp_pair_unref(UdpPair *pair);
guint16 udp_pair_rtp_port(const UdpPair *pair);
int udp_pair_rtp_socket(const UdpPair *pair);
/* Whether the kernel knows UDP_SEGMENT and its use is wanted. */
gboolean udp_pair_segments(const UdpPair *pair);
void udp_pair_send_rtcp(UdpPair *pair, const Address *to, gconstpointer bytes, gsize size);
/* Stops reading; the sockets close with the last subscriber. */
void udp_pair_close(UdpPair *pair);

/* Numeric addresses only (with %scope for IPv6). */
gboolean address_parse(const char *text, guint16 port, Address *address);
