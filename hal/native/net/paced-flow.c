/* Paced flows: large frames to one UDP receiver, spread over time. */
#include "paced-flow.h"

#include <gst/gst.h>

#include "runtime/deadline.h"
#include "frames/frame-queue.h"
#include "runtime/monotonic.h"
#include "udp-batch.h"

#define AT_ONCE_BYTES (32 * 1024) /* the buffer of a small switch's port */
#define QUEUE_MAX_BYTES (8 * 1024 * 1024)
#define QUEUE_MAX_FRAMES 600
#define PORTION_TIME NS_PER_MS
/* Delays of the thread up to this are made up for; what is beyond is lost time. */
#define CATCH_UP (4 * NS_PER_MS)

struct PacedFlow {
  gint refs;
  UdpPair *pair;
  Address to;
  guint portion; /* octets */
  GMutex lock;   /* guards all below */
  FrameQueue queue;
  guint next; /* packet of the first frame */
  gint64 due;
  gboolean busy; /* a deadline is set: everything has to queue */
  gboolean lost;
  gboolean segments;
};

PacedFlow *paced_flow_new(UdpPair *pair, const Address *to)
{
  PacedFlow *flow = g_new0(PacedFlow, 1);
  flow->refs = 1;
  flow->pair = udp_pair_ref(pair);
  flow->to = *to;
  flow->portion = (guint)MIN(gst_util_uint64_scale(udp_pair_pacing(pair) / 8, PORTION_TIME, NS_PER_SECOND), AT_ONCE_BYTES);
  flow->segments = udp_pair_segments(pair);
  g_mutex_init(&flow->lock);
  frame_queue_init(&flow->queue);
  return flow;
}

static PacedFlow *flow_ref(PacedFlow *flow)
{
  g_atomic_int_inc(&flow->refs);
  return flow;
}

static void flow_unref(gpointer object)
{
  PacedFlow *flow = object;
  if (!g_atomic_int_dec_and_test(&flow->refs))
    return;
  frame_queue_clear(&flow->queue);
  udp_pair_unref(flow->pair);
  g_mutex_clear(&flow->lock);
  g_free(flow);
}

/* Lock held. Takes the packets that are sent now, at least one; returns their number. */
static guint take_portion(PacedFlow *flow, const Frame *frame)
{
  guint first = flow->next;
  gsize size = 0;
  while (flow->next < frame->count && (flow->next == first || size + frame->packet[flow->next].iov_len <= flow->portion))
    size += frame->packet[flow->next++].iov_len;
  flow->due = MAX(flow->due, monotonic_ns() - CATCH_UP) +
              (gint64)gst_util_uint64_scale(size * 8, (guint64)NS_PER_SECOND, udp_pair_pacing(flow->pair));
  return flow->next - first;
}

static void send_portion(gpointer object)
{
  PacedFlow *flow = object;
  g_mutex_lock(&flow->lock);
  Frame *frame = frame_queue_first(&flow->queue);
  if (!frame) {
    flow->busy = FALSE;
    g_mutex_unlock(&flow->lock);
    return;
  }
  guint first = flow->next;
  guint count = take_portion(flow, frame);
  UdpReceiver receiver = { &flow->to, flow->segments, FALSE };
  if (flow->next == frame->count) {
    flow->next = 0;
    frame_queue_pop(&flow->queue); /* its reference is ours now */
  } else {
    frame_ref(frame);
  }
  gint64 due = flow->due;
  g_mutex_unlock(&flow->lock);
  udp_batch_send_part(flow->pair, &receiver, frame, first, count);
  frame_unref(frame);
  g_mutex_lock(&flow->lock);
  flow->segments = receiver.segments;
  flow->lost |= receiver.congested;
  g_mutex_unlock(&flow->lock);
  deadline_add(due, send_portion, flow_ref(flow), flow_unref);
}

FlowAnswer paced_flow_offer(PacedFlow *flow, Frame *frame)
{
  FlowAnswer answer = FLOW_TAKEN;
  gboolean start = FALSE;
  g_mutex_lock(&flow->lock);
  if (flow->lost || frame_queue_length(&flow->queue) >= QUEUE_MAX_FRAMES ||
      flow->queue.bytes + frame->packets->size > QUEUE_MAX_BYTES) {
    flow->lost = FALSE;
    answer = FLOW_LOST;
  } else if (!flow->busy && frame->packets->size <= AT_ONCE_BYTES) {
    answer = FLOW_FREE;
  } else {
    start = !flow->busy;
    flow->busy = TRUE;
    frame_queue_push(&flow->queue, frame);
  }
  if (start)
    flow->due = monotonic_ns();
  g_mutex_unlock(&flow->lock);
  if (start)
    deadline_add(0, send_portion, flow_ref(flow), flow_unref);
  return answer;
}

void paced_flow_clear(PacedFlow *flow)
{
  g_mutex_lock(&flow->lock);
  frame_queue_clear(&flow->queue);
  flow->next = 0;
  flow->lost = FALSE;
  g_mutex_unlock(&flow->lock);
}

void paced_flow_free(PacedFlow *flow)
{
  paced_flow_clear(flow);
  flow_unref(flow);
}
