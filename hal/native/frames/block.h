/* Reference-counted bytes that the queues of many receivers share. */
#pragma once
#include <glib.h>

#include "websocket.h"

typedef struct {
  gint refs;
  guint head_size; /* octets of the WebSocket header right before `bytes` */
  gsize size;
  guint8 head[WEBSOCKET_HEAD_ROOM];
  guint8 bytes[];
} Block;

Block *block_new(gsize size);
Block *block_copy(gconstpointer bytes, gsize size);
Block *block_ref(Block *block);
void block_unref(Block *block);
