/* Two bound UDP sockets (RTP even, RTCP odd). */
#include "udp-pair.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reactor.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#define SEND_BUFFER (4 * 1024 * 1024)
#define RTCP_MAX 1500
#define PENDING_MAX 256 /* RTCP packets on their way to JavaScript; what comes beyond is lost */
#define PORT_TRIES 200

struct UdpPair {
  gint refs;
  int rtp;
  int rtcp;
  guint16 port;
  gboolean segments;
  guint64 watch; /* 0 after close */
  gint pending;
  JsCallback *on_rtcp;
};

typedef struct {
  UdpPair *pair;
  Address from;
  gsize size;
  guint8 bytes[RTCP_MAX];
} Datagram;

gboolean address_parse(const char *text, guint16 port, Address *address)
{
  struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM };
  struct addrinfo *found = NULL;
  char service[8];
  snprintf(service, sizeof service, "%u", port);
  if (getaddrinfo(text, service, &hints, &found) != 0)
    return FALSE;
  memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
  address->length = found->ai_addrlen;
  freeaddrinfo(found);
  return TRUE;
}

static int open_socket(const char *text, guint16 port)
{
  Address address;
  int on = 1;
  if (!address_parse(text, port, &address)) {
    errno = EADDRNOTAVAIL;
    return -1;
  }
  int fd = socket(address.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  if (address.storage.ss_family == AF_INET6)
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address.storage, address.length) == 0)
    return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

static gboolean open_both(UdpPair *pair, const char *address, guint16 port)
{
  pair->rtp = open_socket(address, port);
  if (pair->rtp < 0)
    return FALSE;
  pair->rtcp = open_socket(address, port + 1);
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

/* Any pair: the kernel knows no "even port", so even ports of the dynamic range are tried in random order. */
static gboolean open_any(UdpPair *pair, const char *address)
{
  for (int i = 0; i < PORT_TRIES; i++)
    if (open_both(pair, address, (guint16)(g_random_int_range(49152 / 2, 65534 / 2) * 2)))
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
  pair->segments = setsockopt(pair->rtp, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment) == 0;
}

static size_t build_datagram(napi_env env, gpointer data, napi_value *argv)
{
  Datagram *datagram = data;
  char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "0";
  getnameinfo((struct sockaddr *)&datagram->from.storage, datagram->from.length, host, sizeof host, service,
              sizeof service, NI_NUMERICHOST | NI_NUMERICSERV);
  napi_create_buffer_copy(env, datagram->size, datagram->bytes, NULL, &argv[0]);
  argv[1] = js_from_text(env, host);
  argv[2] = js_from_number(env, atoi(service));
  return 3;
}

static void datagram_free(gpointer data)
{
  Datagram *datagram = data;
  g_atomic_int_add(&datagram->pair->pending, -1);
  udp_pair_unref(datagram->pair);
  g_free(datagram);
}

static void on_readable(gpointer object, guint32 events)
{
  UdpPair *pair = object;
  (void)events;
  for (int i = 0; i < 64; i++) {
    Datagram *datagram = g_new(Datagram, 1);
    datagram->from.length = sizeof datagram->from.storage;
    ssize_t size = recvfrom(pair->rtcp, datagram->bytes, RTCP_MAX, MSG_DONTWAIT,
                            (struct sockaddr *)&datagram->from.storage, &datagram->from.length);
    if (size <= 0 || g_atomic_int_get(&pair->pending) >= PENDING_MAX) {
      g_free(datagram);
      if (size < 0)
        return;
      continue;
    }
    datagram->size = (gsize)size;
    datagram->pair = udp_pair_ref(pair);
    g_atomic_int_inc(&pair->pending);
    js_post(pair->on_rtcp, build_datagram, datagram, datagram_free);
  }
}

static gpointer ref_object(gpointer object)
{
  return udp_pair_ref(object);
}

static void unref_object(gpointer object)
{
  udp_pair_unref(object);
}

UdpPair *udp_pair_new(const char *address, guint16 port, gboolean segment, JsCallback *on_rtcp)
{
  UdpPair *pair = g_new0(UdpPair, 1);
  *pair = (UdpPair){ .refs = 1, .rtp = -1, .rtcp = -1 };
  if (!(port ? open_both(pair, address, port) : open_any(pair, address))) {
    int error = errno;
    udp_pair_unref(pair);
    errno = error;
    return NULL;
  }
  prepare(pair);
  pair->segments &= segment;
  pair->on_rtcp = js_callback_ref(on_rtcp);
  pair->watch = reactor_add(pair->rtcp, EPOLLIN, &(ReactorClient){ pair, ref_object, unref_object, on_readable });
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
  js_callback_unref(pair->on_rtcp);
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

void udp_pair_send_rtcp(UdpPair *pair, const Address *to, gconstpointer bytes, gsize size)
{
  /* A lost report is followed by the next one: nothing to do on failure. */
  (void)!sendto(pair->rtcp, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *)&to->storage,
                to->length);
}

void udp_pair_close(UdpPair *pair)
{
  if (!pair->watch)
    return;
  reactor_remove(pair->watch, pair->rtcp);
  pair->watch = 0;
}
