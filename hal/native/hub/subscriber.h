/* One receiver of a stream and its state: idle, waiting for a key frame, holding back, playing. */
#pragma once
#include "net/outlet.h"
#include "stream.h"

typedef struct Subscriber Subscriber;

/* Takes over the target's references. */
Subscriber *subscriber_new(Stream *stream, const Target *target);
void subscriber_unref(Subscriber *subscriber);
/* `on_play` gets sequence, RTP time and wall clock (ms) of the key frame it will start with; of what comes next when
 * it plays already: nothing is left out then. */
void subscriber_play(Subscriber *subscriber, JsCallback *on_play);
/* Lets the packets go. Another that plays to the same UDP receiver becomes idle: the one that started last owns it. */
void subscriber_start(Subscriber *subscriber);
void subscriber_pause(Subscriber *subscriber);
/* Sends BYE when it plays, unless another is there for the same UDP receiver. */
void subscriber_close(Subscriber *subscriber);
SubscriberCounters subscriber_counters(Subscriber *subscriber);

/* For hub.c, lock held. */
void subscriber_end(Subscriber *subscriber);
/* Gives the frame to all; UDP receivers of one pair in as few system calls as possible. */
void subscribers_send(GPtrArray *subscribers, Frame *frame);
