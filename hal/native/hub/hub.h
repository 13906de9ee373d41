/* One RTP stream: owns SSRC, sequence and timestamp base, knows its subscribers, outlives encoder pipelines. */
#pragma once
#include <gst/gst.h>

#include "frames/frame-builder.h"
#include "runtime/js.h"

typedef struct Hub Hub;
typedef struct Subscriber Subscriber;

/* Frames since the last key frame that a new subscriber may start with. */
typedef struct {
  gint64 window_ns; /* older key frames are not used */
  gsize max_bytes;
} HubCache;

/* `single`: each packet is a frame and a place to start at (audio), its RTP time steps as the payloader's. */
Hub *hub_new(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps);
/* The open hub of that name with a reference, or NULL. */
Hub *hub_find(const char *name);
Hub *hub_ref(Hub *hub);
void hub_unref(Hub *hub);
/* Takes it out of the registry and ends all subscribers with BYE. */
void hub_close(Hub *hub);
guint32 hub_ssrc(const Hub *hub);
guint64 hub_frames(Hub *hub);

/* Streaming side: the sink element of the pipeline that feeds the hub now. */
void hub_attach(Hub *hub, GstElement *sink, const HubCache *cache);
void hub_detach(Hub *hub, GstElement *sink);
void hub_set_caps(Hub *hub, GstCaps *caps);
/* One RTP packet captured at `time` (CLOCK_MONOTONIC ns); the packet with the marker ends the frame. */
void hub_push(Hub *hub, GstBuffer *packet, gint64 time);

void hub_request_key_frame(Hub *hub);
/* Told of wanted key frames, as seldom as a sink, while no sink is attached. */
void hub_on_key_request(Hub *hub, JsCallback *callback);
/* One metadata document (1..DOCUMENT_MAX_BYTES) of this instant to all receivers; each is a place to start at. */
void hub_send_document(Hub *hub, guint8 payload_type, const guint8 *bytes, gsize size);

/* For subscriber.c only: the lock that guards all subscribers of the hub. */
void hub_lock(Hub *hub);
void hub_unlock(Hub *hub);
void hub_add(Hub *hub, Subscriber *subscriber);
void hub_remove(Hub *hub, Subscriber *subscriber);
/* Lock held: calls `use` for each cached frame, key frame first; FALSE when no fresh enough key frame is cached. */
gboolean hub_replay(Hub *hub, void (*use)(Subscriber *subscriber, Frame *frame), Subscriber *subscriber);
/* Lock held: remembers that a key frame is wanted; the request goes out with hub_unlock. */
void hub_want_key_frame(Hub *hub);
/* Lock held: the same for a receiver that has lost frames; seldom. */
void hub_want_recovery(Hub *hub);
guint32 hub_rtp_time(const Hub *hub, gint64 time);
/* Lock held: the header of the next packet that leaves, were it of that time. */
RtpHeader hub_next(const Hub *hub, gint64 time);
