/* Paced flows: large frames to one UDP receiver, spread over time so that no switch on the way drops packets. */
#pragma once
#include "frames/frame.h"
#include "udp-pair.h"

typedef struct PacedFlow PacedFlow;

/* FLOW_FREE: the flow is empty and the frame is small, the caller sends it. FLOW_TAKEN: the flow sends it in order.
 * FLOW_LOST: the flow is full or lost packets, the frame is refused. */
typedef enum { FLOW_FREE, FLOW_TAKEN, FLOW_LOST } FlowAnswer;

/* The pair must have a pacing. */
PacedFlow *paced_flow_new(UdpPair *pair, const Address *to);
FlowAnswer paced_flow_offer(PacedFlow *flow, Frame *frame);
/* Drops frames that were not sent yet. */
void paced_flow_clear(PacedFlow *flow);
/* Drops unsent frames and the reference. */
void paced_flow_free(PacedFlow *flow);
