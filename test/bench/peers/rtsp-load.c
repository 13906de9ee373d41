// Plays one stream with many clients and prints a JSON line: packets, loss, time to the first key frame.
// Usage: rtsp-load HOST PORT PATH USER PASSWORD udp|tcp CLIENTS SECONDS
// Prints "playing" once all clients play, measures for SECONDS from then on.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include "load.h"

double now_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int pump(int poller, const Target *target, double until) {
  struct epoll_event events[64];
  int ended = 0;
  for (double left; (left = until - now_seconds()) > 0;) {
    int count = epoll_wait(poller, events, 64, (int)(left * 1000) + 1);
    for (int i = 0; i < count; i++) {
      Client *client = events[i].data.ptr;
      if (target->tcp ? client_read_tcp(client) : client_read_udp(client)) continue;
      epoll_ctl(poller, EPOLL_CTL_DEL, client->rtsp, NULL);
      ended++;
    }
  }
  return ended;
}

static void report(const Client *clients, int count, uint64_t packets, uint64_t lost, int ended, double seconds) {
  double *first = calloc((size_t)count, sizeof *first);
  int keyed = 0;
  for (int i = 0; i < count; i++)
    if (clients[i].first_key > 0) first[keyed++] = (clients[i].first_key - clients[i].played) * 1000;
  qsort(first, (size_t)keyed, sizeof *first, compare);
  printf("{\"clients\":%d,\"seconds\":%.2f,\"packets\":%lu,\"lost\":%lu,\"ended\":%d,\"withKeyFrame\":%d,\"firstKeyFrameP50\":%.1f,\"firstKeyFrameP95\":%.1f}\n",
         count, seconds, (unsigned long)packets, (unsigned long)lost, ended, keyed, keyed ? first[keyed / 2] : -1,
         keyed ? first[keyed * 95 / 100] : -1);
  free(first);
}

int main(int count, char **words) {
  if (count != 9) { fprintf(stderr, "usage: rtsp-load HOST PORT PATH USER PASSWORD udp|tcp CLIENTS SECONDS\n"); return 2; }
  Target target = {words[1], words[2], words[3], words[4], words[5], strcmp(words[6], "tcp") == 0};
  int number = atoi(words[7]);
  double seconds = atof(words[8]);
  signal(SIGPIPE, SIG_IGN);
  setrlimit(RLIMIT_NOFILE, &(struct rlimit){4096, 4096});
  Client *clients = calloc((size_t)number, sizeof *clients);
  int poller = epoll_create1(0), ended = 0;
  for (int i = 0; i < number; i++) {
    if (!client_play(&clients[i], &target)) return 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};
    epoll_ctl(poller, EPOLL_CTL_ADD, target.tcp ? clients[i].rtsp : clients[i].rtp, &event);
    ended += pump(poller, &target, now_seconds() + 0.02 + 0.02 * (i % 7) / 7);
  }
  ended += pump(poller, &target, now_seconds() + 3);
  uint64_t packets = 0, lost = 0;
  for (int i = 0; i < number; i++) { packets -= clients[i].packets; lost -= clients[i].lost; }
  puts("playing");
  fflush(stdout);
  double started = now_seconds();
  ended += pump(poller, &target, started + seconds);
  puts("measured");
  fflush(stdout);
  for (int i = 0; i < number; i++) { packets += clients[i].packets; lost += clients[i].lost; }
  report(clients, number, packets, lost, ended, now_seconds() - started);
  return 0;
}
