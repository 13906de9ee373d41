// Plays one stream and watches it closely: every second a JSON line of what arrived, at the end one of latency and jitter.
// Usage: rtsp-watch HOST PORT PATH USER PASSWORD TRANSPORT SECONDS
// UDP is timed by the kernel as it arrives, streams when they are read. SIGTERM ends it early, politely.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include "frame-times.h"

static volatile bool stop;

static void on_signal(int number) {
  (void)number;
  stop = true;
}

// Lines of one second each, until the end; false when the stream ended before.
static bool watch(int poller, Client *client, FrameTimes *times, double until) {
  int ended = 0;
  while (!stop && ended == 0 && now_seconds() < until) {
    double second = now_seconds() + 1;
    ended = loop_run(poller, client, 1, second < until ? second : until, &stop);
    printf("{\"frames\":%zu,\"lost\":%lu,\"longestGap\":%.1f,\"ended\":%s}\n", frame_times_count(times), (unsigned long)client->lost,
           frame_times_longest_gap(times), ended ? "true" : "false");
    fflush(stdout);
  }
  return ended == 0;
}

int main(int count, char **words) {
  const Transport *transport = count == 8 ? transport_find(words[6]) : NULL;
  if (transport == NULL) { fprintf(stderr, "usage: rtsp-watch HOST PORT PATH USER PASSWORD TRANSPORT SECONDS\n"); return 2; }
  Target target = {words[1], words[2], words[3], words[4], words[5], transport};
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, on_signal);
  prctl(PR_SET_PDEATHSIG, SIGTERM); /* a bench that dies leaves nobody watching */
  FrameTimes *times = frame_times_new();
  Client client = {.timed = true, .packet = frame_times_packet, .report = frame_times_report, .context = times};
  int poller = epoll_create1(0);
  if (!client_play(&client, &target)) return 1;
  loop_add(poller, &client);
  puts("playing");
  fflush(stdout);
  // The first second has the key frame that the joining asked for.
  loop_run(poller, &client, 1, now_seconds() + 1, &stop);
  frame_times_mark(times);
  bool whole = watch(poller, &client, times, now_seconds() + atof(words[7]));
  if (whole) client_teardown(&client);
  frame_times_print(times, &client);
  frame_times_free(times);
  return whole ? 0 : 1;
}
