/* A metadata document as RTP packets. */
#pragma once
#include "frame-builder.h"

#define DOCUMENT_PACKET 1400                   /* octets of a packet, header included */
#define DOCUMENT_MAX_BYTES (4 * 1024 * 1024)   /* of a whole document */

/* One frame that is a place to start at; the marker is on its last packet. `first` has the first packet's sequence. */
Frame *document_frame(const RtpHeader *first, guint8 payload_type, const guint8 *bytes, gsize size, gint64 time);
