/* The header of a WebSocket message (RFC 6455 5.2). */
#pragma once
#include <glib.h>

#define WEBSOCKET_HEAD_ROOM 16 /* 10 are the most; the bytes behind it stay aligned */

/* Writes the header of one unmasked, final binary message of `size` octets so that it ends at `end`; its length. */
guint websocket_write_head(guint8 *end, gsize size);
