/* UDP pairs: two bound sockets, RTP on an even port, RTCP on the odd one above. */
#include "udp-pair.h"

#include <errno.h>
#include <netinet/udp.h>
#include <unistd.h>

#include "runtime/live.h"
#include "udp-reader.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#define SEND_BUFFER (4 * 1024 * 1024)
#define PORT_TRIES 200

struct UdpPair {
  gint refs;
  int rtp;
  int rtcp;
  guint16 port;
  gboolean segments;
  guint64 pacing;
  guint32 interface; /* index, 0 when bound to all */
  UdpReader *rtp_reader;
  UdpReader *rtcp_reader;
};

/* Multicast packets leave by the interface of the pair's address and reach receivers on this machine too. */
static gboolean prepare_groups(int fd, const Address *own, guint32 interface, int hops)
{
  int on = 1;
  if (own->storage.ss_family == AF_INET6)
    return setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops) == 0 &&
           setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &on, sizeof on) == 0 &&
           (!interface || setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &interface, sizeof interface) == 0);
  struct ip_mreqn by = { .imr_address = ((const struct sockaddr_in *)&own->storage)->sin_addr };
  return setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops) == 0 &&
         setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &on, sizeof on) == 0 &&
         (by.imr_address.s_addr == htonl(INADDR_ANY) ||
          setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof by) == 0);
}

static int open_socket(const UdpPair *pair, const UdpPairOptions *options, guint16 port)
{
  Address own;
  int on = 1;
  if (!udp_pair_address(pair, options->address, port, &own)) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  int fd = socket(own.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  if (own.storage.ss_family == AF_INET6)
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&own.storage, own.length) == 0 &&
      (!options->hops || prepare_groups(fd, &own, pair->interface, (int)options->hops)))
    return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

static gboolean open_both(UdpPair *pair, const UdpPairOptions *options, guint16 port)
{
  pair->rtp = open_socket(pair, options, port);
  if (pair->rtp < 0)
    return FALSE;
  pair->rtcp = open_socket(pair, options, port + 1);
  if (pair->rtcp >= 0) {
    pair->port = port;
    return TRUE;
  }
  int error = errno;
  close(pair->rtp);
  pair->rtp = -1;
  errno = error;
  return FALSE;
}

/* The kernel cannot choose an even port: even ports of the dynamic range are tried in random order. */
static gboolean open_any(UdpPair *pair, const UdpPairOptions *options)
{
  for (int i = 0; i < PORT_TRIES; i++)
    if (open_both(pair, options, (guint16)(g_random_int_range(49152 / 2, 65534 / 2) * 2)))
      return TRUE;
    else if (errno != EADDRINUSE)
      return FALSE;
  return FALSE;
}

static void prepare(UdpPair *pair)
{
  int size = SEND_BUFFER;
  int segment = 0;
  if (setsockopt(pair->rtp, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
    setsockopt(pair->rtp, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  pair->segments &= setsockopt(pair->rtp, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment) == 0;
}

static UdpPair *give_up(UdpPair *pair, int error)
{
  udp_pair_close(pair);
  udp_pair_unref(pair);
  errno = error;
  return NULL;
}

UdpPair *udp_pair_new(const UdpPairOptions *options)
{
  UdpPair *pair = g_new0(UdpPair, 1);
  live_born(LIVE_PAIRS);
  *pair = (UdpPair){ .refs = 1, .rtp = -1, .rtcp = -1, .segments = options->segment, .pacing = options->pacing };
  Address own;
  if (address_parse(options->address, 0, &own))
    pair->interface = address_interface(&own);
  if (!(options->port ? open_both(pair, options, options->port) : open_any(pair, options)))
    return give_up(pair, errno);
  prepare(pair);
  pair->rtcp_reader = udp_reader_new(pair->rtcp, options->on_rtcp);
  if (options->on_rtp)
    pair->rtp_reader = udp_reader_new(pair->rtp, options->on_rtp);
  if (!pair->rtcp_reader || (options->on_rtp && !pair->rtp_reader))
    return give_up(pair, EIO);
  return pair;
}

UdpPair *udp_pair_ref(UdpPair *pair)
{
  g_atomic_int_inc(&pair->refs);
  return pair;
}

void udp_pair_unref(UdpPair *pair)
{
  if (!g_atomic_int_dec_and_test(&pair->refs))
    return;
  if (pair->rtp >= 0)
    close(pair->rtp);
  if (pair->rtcp >= 0)
    close(pair->rtcp);
  live_died(LIVE_PAIRS);
  g_free(pair);
}

guint16 udp_pair_rtp_port(const UdpPair *pair)
{
  return pair->port;
}

int udp_pair_rtp_socket(const UdpPair *pair)
{
  return pair->rtp;
}

gboolean udp_pair_segments(const UdpPair *pair)
{
  return pair->segments;
}

guint64 udp_pair_pacing(const UdpPair *pair)
{
  return pair->pacing;
}

gboolean udp_pair_address(const UdpPair *pair, const char *text, guint16 port, Address *address)
{
  if (!address_parse(text, port, address))
    return FALSE;
  if (address_lacks_scope(address))
    address_set_scope(address, pair->interface);
  return TRUE;
}

void udp_pair_send_rtcp(UdpPair *pair, const Address *to, gconstpointer bytes, gsize size)
{
  /* Failure is ignored: the next report follows. */
  (void)!sendto(pair->rtcp, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *)&to->storage,
                to->length);
}

void udp_pair_close(UdpPair *pair)
{
  udp_reader_close(g_steal_pointer(&pair->rtcp_reader));
  udp_reader_close(g_steal_pointer(&pair->rtp_reader));
}
