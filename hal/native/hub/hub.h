/* Hubs: the sending side of one RTP stream. A hub writes headers, collects frames, sends them to subscribers, and outlives
 * the pipelines that feed it. */
#pragma once
#include <gst/gst.h>

#include "runtime/js.h"
#include "stream.h"

typedef struct Hub Hub;

/* With `single` (audio) each packet is a key frame of its own, and RTP time steps as the payloader's. */
Hub *hub_new(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps);
Hub *hub_ref(Hub *hub);
void hub_unref(Hub *hub);
/* Ends all subscribers with BYE. */
void hub_close(Hub *hub);
const char *hub_name(const Hub *hub);
/* Returns the hub's stream, without a new reference. */
Stream *hub_stream(const Hub *hub);
guint64 hub_frames(Hub *hub);
/* Octets of payload since the hub was opened, of one copy of each frame. */
guint64 hub_octets(Hub *hub);

/* The sink element that feeds the hub from now on, until it is detached. */
void hub_attach(Hub *hub, GstElement *sink, const StreamCache *cache);
void hub_detach(Hub *hub, GstElement *sink);
void hub_set_caps(Hub *hub, GstCaps *caps);
/* Adds an RTP packet captured at `time` (CLOCK_MONOTONIC ns); a packet with the marker ends the frame. */
void hub_push(Hub *hub, GstBuffer *packet, gint64 time);
/* Returns when a packet was captured. */
typedef gint64 (*HubPacketTime)(gpointer object, GstBuffer *packet);
/* Adds the packets of a list in order; takes the lock once. */
void hub_push_list(Hub *hub, GstBufferList *packets, HubPacketTime time_of, gpointer object);

void hub_request_key_frame(Hub *hub);
/* Forgets the frames kept for new subscribers, and asks for a key frame in their place. */
void hub_forget_frames(Hub *hub);
/* The callback is asked for key frames while no sink is attached, once in 200 ms at most. */
void hub_on_key_request(Hub *hub, JsCallback *callback);
/* Sends a metadata document (1..DOCUMENT_MAX_BYTES) of this instant to all receivers as a key frame. */
void hub_send_document(Hub *hub, guint8 payload_type, const guint8 *bytes, gsize size);
