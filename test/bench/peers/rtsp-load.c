// Plays one stream with many clients and prints a JSON line: packets, loss, time to the first key frame, CPU of processes.
// Usage: rtsp-load HOST PORT PATH USER PASSWORD udp|multicast|tcp|websocket|http|rtsps|wss|https CLIENTS SECONDS [PID ...]
// Prints "playing" once all clients play, measures for SECONDS from then on; 1 with the reason when the server refuses.
// All leave by TEARDOWN at the end, after SIGTERM too: a session that stays would cost the server what is measured next.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include "load.h"

static volatile bool stop;

static void on_signal(int number) {
  (void)number;
  stop = true;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// CPU seconds that all threads of the named processes used so far.
static double cpu_seconds(char **processes, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) {
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(atoi(processes[i]), &clock) != 0 || clock_gettime(clock, &used) != 0) continue;
    sum += (double)used.tv_sec + (double)used.tv_nsec / 1e9;
  }
  return sum;
}

static void print_result(const Client *clients, int count, uint64_t packets, uint64_t lost, int ended, double seconds, double cpu) {
  double *first = calloc((size_t)count, sizeof *first);
  int keyed = 0;
  for (int i = 0; i < count; i++)
    if (clients[i].first_key > 0) first[keyed++] = (clients[i].first_key - clients[i].played) * 1000;
  qsort(first, (size_t)keyed, sizeof *first, compare);
  printf("{\"clients\":%d,\"seconds\":%.3f,\"cpuSeconds\":%.6f,\"packets\":%lu,\"lost\":%lu,\"ended\":%d,\"withKeyFrame\":%d,\"firstKeyFrameP50\":%.1f,\"firstKeyFrameP95\":%.1f}\n",
         count, seconds, cpu, (unsigned long)packets, (unsigned long)lost, ended, keyed, keyed ? first[keyed / 2] : -1,
         keyed ? first[keyed * 95 / 100] : -1);
  free(first);
}

static void say(const char *word) {
  puts(word);
  fflush(stdout);
}

// All clients one after the other, at distances that spread them over the frame interval; how many ended meanwhile, -1 when refused.
static int join_all(int poller, Client *clients, int number, const Target *target) {
  int ended = 0;
  for (int i = 0; i < number && !stop; i++) {
    clients[i].packet = count_packet;
    if (!client_play(&clients[i], target)) return -1;
    loop_add(poller, &clients[i]);
    ended += loop_run(poller, clients, i + 1, now_seconds() + 0.02 + 0.02 * (i % 7) / 7, &stop);
  }
  return ended + loop_run(poller, clients, number, now_seconds() + 3, &stop);
}

// Who never came to play has no session or ends it with the connection.
static void leave_all(Client *clients, int number) {
  for (int i = 0; i < number; i++)
    if (clients[i].session[0] != 0 && clients[i].in.fd >= 0) client_teardown(&clients[i]);
}

int main(int count, char **words) {
  const Transport *transport = count >= 9 ? transport_find(words[6]) : NULL;
  if (transport == NULL) { fprintf(stderr, "usage: rtsp-load HOST PORT PATH USER PASSWORD TRANSPORT CLIENTS SECONDS [PID ...]\n"); return 2; }
  Target target = {words[1], words[2], words[3], words[4], words[5], transport};
  int number = atoi(words[7]);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, on_signal);
  setrlimit(RLIMIT_NOFILE, &(struct rlimit){4096, 4096});
  Client *clients = calloc((size_t)number, sizeof *clients);
  int poller = epoll_create1(0), ended = join_all(poller, clients, number, &target);
  if (ended < 0) {
    leave_all(clients, number);
    return 1;
  }
  uint64_t packets = 0, lost = 0;
  for (int i = 0; i < number; i++) { packets -= clients[i].packets; lost -= clients[i].lost; }
  say("playing");
  double started = now_seconds(), cpu = cpu_seconds(words + 9, count - 9);
  ended += loop_run(poller, clients, number, started + atof(words[8]), &stop);
  cpu = cpu_seconds(words + 9, count - 9) - cpu;
  double seconds = now_seconds() - started;
  for (int i = 0; i < number; i++) { packets += clients[i].packets; lost += clients[i].lost; }
  leave_all(clients, number);
  print_result(clients, number, packets, lost, ended, seconds, cpu);
  return 0;
}
