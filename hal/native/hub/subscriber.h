/* Subscribers: one receiver of a stream each, which is idle, waiting for a key frame, holding it back, or playing. */
#pragma once
#include "net/outlet.h"
#include "stream.h"

typedef struct Subscriber Subscriber;

/* The subscriber takes over the target's references. */
Subscriber *subscriber_new(Stream *stream, const Target *target);
void subscriber_unref(Subscriber *subscriber);
/* Waits for a key frame and holds it back; `on_play` gets its sequence, RTP time and wall clock (ms). A subscriber that
 * plays goes on, and `on_play` gets those of its next packet. */
void subscriber_play(Subscriber *subscriber, JsCallback *on_play);
/* Sends what is held back and all that follows. Others that play to the same UDP receiver become idle. */
void subscriber_start(Subscriber *subscriber);
void subscriber_pause(Subscriber *subscriber);
/* A subscriber that plays sends BYE, unless another one has the same UDP receiver. */
void subscriber_close(Subscriber *subscriber);
SubscriberCounters subscriber_counters(Subscriber *subscriber);

/* Closes the subscriber; the caller holds the stream's lock. */
void subscriber_end(Subscriber *subscriber);
/* Sends the frame to all subscribers; the caller holds the stream's lock. */
void subscribers_send(GPtrArray *subscribers, Frame *frame);
