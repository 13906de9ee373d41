/* Headers of WebSocket messages (RFC 6455 5.2). */
#pragma once
#include <glib.h>

#define WEBSOCKET_HEAD_ROOM 16 /* a header has 10 at most; 16 keep the bytes behind it aligned */

/* Writes the header of an unmasked, final binary message of `size` octets, which ends at `end`. Returns its length. */
guint websocket_write_head(guint8 *end, gsize size);
