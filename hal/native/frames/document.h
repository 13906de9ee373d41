/* Metadata documents as RTP packets. */
#pragma once
#include "frame-builder.h"

#define DOCUMENT_PACKET 1400                   /* octets of a packet, header included */
#define DOCUMENT_MAX_BYTES (4 * 1024 * 1024)   /* of a whole document */

/* Makes a key frame of the document; its last packet has the marker. `first` is the header of the first packet. */
Frame *document_frame(const RtpHeader *first, guint8 payload_type, const guint8 *bytes, gsize size, gint64 time);
