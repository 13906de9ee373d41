// One epoll loop over all descriptors of all clients.
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <time.h>
#include "load.h"

enum { KEEP_ALIVE = 15, EVENTS = 64, TICK = 200 };  // s, -, ms

double now_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int64_t wall_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void watch(int poller, Client *client, int index, int descriptor, bool (*ready)(Client *client)) {
  client->watches[index] = (Watch){client, ready};
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = &client->watches[index]};
  epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
}

void loop_add(int poller, Client *client) {
  watch(poller, client, 0, client->in.fd, client_read);
  if (client->rtp >= 0) watch(poller, client, 1, client->rtp, udp_read_rtp);
  if (client->rtcp >= 0) watch(poller, client, 2, client->rtcp, udp_read_rtcp);
  client_read(client); /* what came with the last reply, and what TLS holds already */
}

static void end(int poller, Client *client) {
  if (client->rtp >= 0) epoll_ctl(poller, EPOLL_CTL_DEL, client->rtp, NULL);
  if (client->rtcp >= 0) epoll_ctl(poller, EPOLL_CTL_DEL, client->rtcp, NULL);
  client->rtp = client->rtcp = -1;
  stream_close(&client->in); /* its descriptor leaves the poller with it */
}

static void keep_alive(Client *clients, int count) {
  for (int i = 0; i < count; i++)
    if (clients[i].in.fd >= 0 && now_seconds() - clients[i].kept > KEEP_ALIVE) client_keep_alive(&clients[i]);
}

int loop_run(int poller, Client *clients, int count, double until, const volatile bool *stop) {
  struct epoll_event events[EVENTS];
  int ended = 0;
  for (double left; (left = until - now_seconds()) > 0 && (stop == NULL || !*stop);) {
    int ready = epoll_wait(poller, events, EVENTS, left * 1000 > TICK ? TICK : (int)(left * 1000) + 1);
    for (int i = 0; i < ready; i++) {
      Watch *watch = events[i].data.ptr;
      if (watch->client->in.fd < 0 || watch->ready(watch->client)) continue;
      end(poller, watch->client);
      ended++;
    }
    keep_alive(clients, count);
  }
  return ended;
}
