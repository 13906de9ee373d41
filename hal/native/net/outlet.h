/* Outlets: the sending end of one receiver with its target, SRTP keys, pacing and counters. */
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
  gboolean lost; /* frames were left out: nothing is sent before the next key frame */
  SubscriberCounters counters;
  gboolean segments; /* UDP_SEGMENT works towards it */
  PacedFlow *flow;   /* or NULL */
  Frame *staged;     /* a reference, between outlet_stage and outlets_flush */
} Outlet;

/* The outlet takes over the target's references. */
void outlet_init(Outlet *outlet, const Target *target);
void outlet_clear(Outlet *outlet);
void outlet_leave_out(Outlet *outlet);
void outlet_send(Outlet *outlet, Frame *frame);
/* Sends the frame. Returns TRUE when outlets_flush has to send it, together with those of others. */
gboolean outlet_stage(Outlet *outlet, Frame *frame);
void outlets_flush(GPtrArray *staged);
/* Drops paced packets that were not sent yet. */
void outlet_stop(Outlet *outlet);
