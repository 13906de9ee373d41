/* Outlets: the sending end of one receiver. */
#include "outlet.h"

void outlet_init(Outlet *outlet, const Target *target)
{
  *outlet = (Outlet){ .target = *target, .segments = target->pair && udp_pair_segments(target->pair) };
  if (target->pair && udp_pair_pacing(target->pair))
    outlet->flow = paced_flow_new(target->pair, &target->rtp);
}

void outlet_clear(Outlet *outlet)
{
  g_clear_pointer(&outlet->flow, paced_flow_free);
  target_clear(&outlet->target);
}

void outlet_stop(Outlet *outlet)
{
  if (outlet->flow)
    paced_flow_clear(outlet->flow);
}

void outlet_leave_out(Outlet *outlet)
{
  outlet->counters.dropped_frames++;
  outlet->lost = TRUE;
}

static void count(Outlet *outlet, const Frame *frame, gboolean sent)
{
  if (!sent) {
    outlet_leave_out(outlet);
    return;
  }
  outlet->counters.packets += frame->count;
  outlet->counters.octets += frame->octets;
}

/* Sends by TCP or paced. Returns TRUE when the frame still has to be sent by UDP. */
static gboolean by_udp(Outlet *outlet, Frame *own)
{
  if (outlet->target.connection) {
    count(outlet, own, target_send_interleaved(&outlet->target, own));
    return FALSE;
  }
  FlowAnswer answer = outlet->flow ? paced_flow_offer(outlet->flow, own) : FLOW_FREE;
  if (answer != FLOW_FREE)
    count(outlet, own, answer == FLOW_TAKEN);
  return answer == FLOW_FREE;
}

gboolean outlet_stage(Outlet *outlet, Frame *frame)
{
  Frame *own = target_frame(&outlet->target, frame);
  if (!own) {
    outlet_leave_out(outlet);
    return FALSE;
  }
  if (by_udp(outlet, own)) {
    outlet->staged = own;
    return TRUE;
  }
  frame_unref(own);
  return FALSE;
}

static void after_batch(Outlet *outlet, const UdpReceiver *receiver, Frame *frame)
{
  outlet->segments = receiver->segments;
  count(outlet, frame, !receiver->congested);
  outlet->staged = NULL;
  frame_unref(frame);
}

void outlet_send(Outlet *outlet, Frame *frame)
{
  if (!outlet_stage(outlet, frame))
    return;
  UdpReceiver receiver = { &outlet->target.rtp, outlet->segments, FALSE };
  udp_batch_send(outlet->target.pair, &receiver, 1, outlet->staged);
  after_batch(outlet, &receiver, outlet->staged);
}

/* Sends to the outlet at `from` and to all behind it that have the same sockets and the same packets. */
static void send_batch(GPtrArray *staged, guint from, UdpReceiver *receivers, Outlet **owners)
{
  const Outlet *first = g_ptr_array_index(staged, from);
  Frame *frame = frame_ref(first->staged);
  UdpPair *pair = first->target.pair;
  guint batch = 0;
  for (guint i = from; i < staged->len; i++) {
    Outlet *outlet = g_ptr_array_index(staged, i);
    if (outlet->target.pair != pair || outlet->staged != frame)
      continue;
    owners[batch] = outlet;
    receivers[batch++] = (UdpReceiver){ &outlet->target.rtp, outlet->segments, FALSE };
  }
  udp_batch_send(pair, receivers, batch, frame);
  for (guint i = 0; i < batch; i++)
    after_batch(owners[i], &receivers[i], frame);
  frame_unref(frame);
}

void outlets_flush(GPtrArray *staged)
{
  UdpReceiver *receivers = g_new(UdpReceiver, staged->len);
  Outlet **owners = g_new(Outlet *, staged->len);
  for (guint i = 0; i < staged->len; i++)
    if (((Outlet *)g_ptr_array_index(staged, i))->staged)
      send_batch(staged, i, receivers, owners);
  g_free(owners);
  g_free(receivers);
}
