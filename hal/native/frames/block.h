/* Reference-counted bytes: what many receivers' queues share. */
#pragma once
#include <glib.h>

#include "websocket.h"

typedef struct {
  gint refs;
  guint head_size; /* of the WebSocket header that stands right before `bytes` */
  gsize size;
  guint8 head[WEBSOCKET_HEAD_ROOM];
  guint8 bytes[];
} Block;

Block *block_new(gsize size);
Block *block_copy(gconstpointer bytes, gsize size);
Block *block_ref(Block *block);
void block_unref(Block *block);
