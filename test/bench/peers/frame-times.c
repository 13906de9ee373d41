// When each frame was taken by the camera (RTP time and sender reports, RFC 3550 6.4.1) and when its packets arrived.
#include "frame-times.h"
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define CLOCK_RATE 90000.0
#define NTP_EPOCH 2208988800u
enum { SENDER_REPORT = 200 };

typedef struct {
  uint32_t rtp_time;
  int64_t first, last;  // arrival, ns since 1970
} FrameTime;

typedef struct {
  uint32_t rtp_time;
  int64_t wall;  // ns since 1970
} Report;

struct FrameTimes {
  GArray *frames, *reports;
  guint mark;       // frames before it do not count
  int64_t newest;   // start of the newest frame, or of the watching
  double longest;   // ms
};

FrameTimes *frame_times_new(void) {
  FrameTimes *times = g_new0(FrameTimes, 1);
  times->frames = g_array_new(FALSE, FALSE, sizeof(FrameTime));
  times->reports = g_array_new(FALSE, FALSE, sizeof(Report));
  times->newest = wall_ns();
  return times;
}

void frame_times_free(FrameTimes *times) {
  g_array_unref(times->frames);
  g_array_unref(times->reports);
  g_free(times);
}

static uint32_t read32(const uint8_t *at) { return (uint32_t)at[0] << 24 | (uint32_t)(at[1] << 16 | at[2] << 8 | at[3]); }

void frame_times_packet(Client *client, const uint8_t *packet, size_t size, int64_t arrival) {
  FrameTimes *times = client->context;
  count_packet(client, packet, size, arrival);
  if (size < 12 || (packet[0] >> 6) != 2) return;
  uint32_t rtp_time = read32(packet + 4);
  FrameTime *newest = times->frames->len ? &g_array_index(times->frames, FrameTime, times->frames->len - 1) : NULL;
  if (newest != NULL && newest->rtp_time == rtp_time) {
    newest->last = arrival;
    return;
  }
  g_array_append_val(times->frames, ((FrameTime){rtp_time, arrival, arrival}));
  times->longest = fmax(times->longest, (double)(arrival - times->newest) / 1e6);
  times->newest = arrival;
}

void frame_times_report(Client *client, const uint8_t *packet, size_t size) {
  FrameTimes *times = client->context;
  if (size < 28 || (packet[0] >> 6) != 2 || packet[1] != SENDER_REPORT) return;
  int64_t seconds = (int64_t)read32(packet + 8) - NTP_EPOCH;
  int64_t rest = (int64_t)((uint64_t)read32(packet + 12) * 1000000000u >> 32);
  g_array_append_val(times->reports, ((Report){read32(packet + 16), seconds * 1000000000 + rest}));
}

// The report whose RTP time is nearest.
static const Report *report_for(const FrameTimes *times, uint32_t rtp_time) {
  const Report *best = NULL;
  for (guint i = 0; i < times->reports->len; i++) {
    const Report *report = &g_array_index(times->reports, Report, i);
    if (best == NULL || labs((int32_t)(rtp_time - report->rtp_time)) < labs((int32_t)(rtp_time - best->rtp_time))) best = report;
  }
  return best;
}

static int compare(gconstpointer a, gconstpointer b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double at(const GArray *sorted, double part) {
  return sorted->len ? g_array_index(sorted, double, (guint)(part * (sorted->len - 1) + 0.5)) : -1;
}

static void print_spread(const char *name, GArray *values) {
  g_array_sort(values, compare);
  printf(",\"%s\":{\"p50\":%.3f,\"p95\":%.3f,\"p99\":%.3f,\"max\":%.3f}", name, at(values, 0.5), at(values, 0.95), at(values, 0.99), at(values, 1));
  g_array_unref(values);
}

static GArray *values_new(void) { return g_array_new(FALSE, FALSE, sizeof(double)); }

void frame_times_mark(FrameTimes *times) { times->mark = times->frames->len; }

void frame_times_print(const FrameTimes *times, const Client *client) {
  GArray *first = values_new(), *last = values_new(), *jitter = values_new();
  double squares = 0, longest = 0;
  for (guint i = times->mark; i < times->frames->len; i++) {
    const FrameTime *frame = &g_array_index(times->frames, FrameTime, i);
    const Report *report = report_for(times, frame->rtp_time);
    if (report != NULL) {
      int64_t taken = report->wall + (int64_t)((int32_t)(frame->rtp_time - report->rtp_time) / CLOCK_RATE * 1e9);
      g_array_append_val(first, ((double){(double)(frame->first - taken) / 1e6}));
      g_array_append_val(last, ((double){(double)(frame->last - taken) / 1e6}));
    }
    if (i == times->mark) continue;
    double gap = (double)(frame->first - frame[-1].first) / 1e6;
    double deviation = gap - (int32_t)(frame->rtp_time - frame[-1].rtp_time) / CLOCK_RATE * 1e3;
    g_array_append_val(jitter, ((double){fabs(deviation)}));
    squares += deviation * deviation;
    longest = fmax(longest, gap);
  }
  printf("{\"frames\":%u,\"packets\":%lu,\"lost\":%lu,\"reports\":%u,\"gapDeviation\":%.3f,\"longestGap\":%.1f", times->frames->len - times->mark,
         (unsigned long)client->packets, (unsigned long)client->lost, times->reports->len,
         jitter->len ? sqrt(squares / jitter->len) : -1, longest);
  print_spread("first", first);
  print_spread("last", last);
  print_spread("jitter", jitter);
  puts("}");
}

double frame_times_longest_gap(FrameTimes *times) {
  double longest = fmax(times->longest, (double)(wall_ns() - times->newest) / 1e6);
  times->longest = 0;
  return longest;
}

size_t frame_times_count(const FrameTimes *times) { return times->frames->len; }
