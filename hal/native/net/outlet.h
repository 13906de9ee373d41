/* The sending end of one receiver: its target, its keys and pace, what was sent and what was left out. */
#pragma once
#include "paced-flow.h"
#include "target.h"

typedef struct {
  guint64 packets;
  guint64 octets;
  guint64 dropped_frames;
} SubscriberCounters;

typedef struct {
  Target target;
  gboolean lost; /* frames were left out: nothing before the next key frame */
  SubscriberCounters counters;
  gboolean segments; /* UDP_SEGMENT works towards it */
  PacedFlow *flow;   /* or NULL */
  Frame *staged;     /* a reference, between outlet_stage and outlets_flush */
} Outlet;

/* Takes over the target's references. */
void outlet_init(Outlet *outlet, const Target *target);
void outlet_clear(Outlet *outlet);
void outlet_leave_out(Outlet *outlet);
void outlet_send(Outlet *outlet, Frame *frame);
/* Sends the frame; TRUE when that waits for outlets_flush, to be done together with others. */
gboolean outlet_stage(Outlet *outlet, Frame *frame);
void outlets_flush(GPtrArray *staged);
/* Forgets what waits for its time. */
void outlet_stop(Outlet *outlet);
