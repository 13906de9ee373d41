/* The sending side of one RTP stream: writes headers, collects frames, gives them to subscribers; outlives pipelines. */
#pragma once
#include <gst/gst.h>

#include "runtime/js.h"
#include "stream.h"

typedef struct Hub Hub;

/* `single`: each packet is a frame and a place to start at (audio), its RTP time steps as the payloader's. */
Hub *hub_new(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps);
Hub *hub_ref(Hub *hub);
void hub_unref(Hub *hub);
/* Ends all subscribers with BYE. */
void hub_close(Hub *hub);
const char *hub_name(const Hub *hub);
/* The hub's own stream, for subscribers; no new reference. */
Stream *hub_stream(const Hub *hub);
guint64 hub_frames(Hub *hub);

/* Streaming side: the sink element of the pipeline that feeds the hub now. */
void hub_attach(Hub *hub, GstElement *sink, const StreamCache *cache);
void hub_detach(Hub *hub, GstElement *sink);
void hub_set_caps(Hub *hub, GstCaps *caps);
/* One RTP packet captured at `time` (CLOCK_MONOTONIC ns); the packet with the marker ends the frame. */
void hub_push(Hub *hub, GstBuffer *packet, gint64 time);
/* When a packet was captured. */
typedef gint64 (*HubPacketTime)(gpointer object, GstBuffer *packet);
/* The packets of a list in order, as hub_push: the lock is taken once. */
void hub_push_list(Hub *hub, GstBufferList *packets, HubPacketTime time_of, gpointer object);

void hub_request_key_frame(Hub *hub);
/* Told of wanted key frames, as seldom as a sink, while no sink is attached. */
void hub_on_key_request(Hub *hub, JsCallback *callback);
/* One metadata document (1..DOCUMENT_MAX_BYTES) of this instant to all receivers; each is a place to start at. */
void hub_send_document(Hub *hub, guint8 payload_type, const guint8 *bytes, gsize size);
