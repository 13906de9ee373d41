// UDP sockets of the RTSP clients: unicast pairs, multicast groups, reading in batches with the kernel's time of arrival.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "load.h"

enum { BATCH = 64, DATAGRAM = 2048, CONTROL = 64, BUFFER = 4 << 20 };

static int bind_udp(const Client *client, struct in_addr address, int port, bool shared) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = BUFFER, on = 1;
  if (setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (client->timed) setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  if (shared) setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = address};
  if (bind(descriptor, (struct sockaddr *)&to, sizeof to) == 0) return descriptor;
  close(descriptor);
  return -1;
}

// The address that the RTSP connection has here: packets come to it, and it names the interface of a group.
static struct in_addr local_address(const Client *client) {
  struct sockaddr_in here = {0};
  socklen_t size = sizeof here;
  getsockname(client->in.fd, (struct sockaddr *)&here, &size);
  return here.sin_addr;
}

bool udp_open_pair(Client *client, int *port) {
  static int next;
  // Clients of several processes at once start at different places.
  if (next == 0) next = 20000 + (int)(getpid() % 500) * 40;
  struct in_addr address = local_address(client);
  for (int tries = 0; tries < 4000; tries++, next = next >= 60000 ? 20000 : next + 2) {
    if ((client->rtp = bind_udp(client, address, next, false)) < 0) continue;
    if ((client->rtcp = bind_udp(client, address, next + 1, false)) >= 0) {
      *port = next;
      next += 2;
      return true;
    }
    close(client->rtp);
    client->rtp = -1;
  }
  return false;
}

static int join(Client *client, struct in_addr group, int port) {
  int descriptor = bind_udp(client, group, port, true);
  struct ip_mreq request = {.imr_multiaddr = group, .imr_interface = local_address(client)};
  if (descriptor < 0) return -1;
  bool here = setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request) == 0;
  // A server that is reached by the loopback address may send on the interface of the default route.
  request.imr_interface.s_addr = htonl(INADDR_ANY);
  bool routed = setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request) == 0;
  if (here || routed) return descriptor;
  close(descriptor);
  return -1;
}

bool udp_join(Client *client, const char *group, int port) {
  struct in_addr address;
  if (inet_pton(AF_INET, group, &address) != 1) return false;
  // A server on the same machine may be about to share the ports: up to half a second.
  for (int tries = 0; tries < 50 && (client->rtp = join(client, address, port)) < 0; tries++) usleep(10000);
  client->rtcp = join(client, address, port + 1);
  return client->rtp >= 0 && client->rtcp >= 0;
}

static int64_t arrival_of(struct msghdr *message) {
  for (struct cmsghdr *item = CMSG_FIRSTHDR(message); item != NULL; item = CMSG_NXTHDR(message, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec time;
    memcpy(&time, CMSG_DATA(item), sizeof time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
  }
  return 0;
}

bool udp_read_rtp(Client *client) {
  static uint8_t data[BATCH][DATAGRAM], control[BATCH][CONTROL];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){data[i], DATAGRAM};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    if (!client->timed) continue;
    messages[i].msg_hdr.msg_control = control[i];
    messages[i].msg_hdr.msg_controllen = CONTROL;
  }
  int count = recvmmsg(client->rtp, messages, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++)
    client->packet(client, data[i], messages[i].msg_len, client->timed ? arrival_of(&messages[i].msg_hdr) : 0);
  return true;
}

bool udp_read_rtcp(Client *client) {
  uint8_t data[DATAGRAM];
  for (ssize_t got; (got = recv(client->rtcp, data, sizeof data, MSG_DONTWAIT)) > 0;)
    if (client->report != NULL) client->report(client, data, (size_t)got);
  return true;
}
