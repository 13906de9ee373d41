/* Large frames to one UDP receiver, spread over time so that a switch port on the way does not drop them. */
#pragma once
#include "frames/frame.h"
#include "udp-pair.h"

typedef struct PacedFlow PacedFlow;

/* FLOW_FREE: nothing waits and the frame is small, send it at once. FLOW_TAKEN: it leaves in order with the others.
 * FLOW_LOST: too much waits or a portion was lost, the frame is refused. */
typedef enum { FLOW_FREE, FLOW_TAKEN, FLOW_LOST } FlowAnswer;

/* `pair` has a pacing. */
PacedFlow *paced_flow_new(UdpPair *pair, const Address *to);
FlowAnswer paced_flow_offer(PacedFlow *flow, Frame *frame);
/* Forgets what waits. */
void paced_flow_clear(PacedFlow *flow);
/* Gives up the reference; what waits is not sent. */
void paced_flow_free(PacedFlow *flow);
