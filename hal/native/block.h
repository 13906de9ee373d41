/* Reference-counted bytes: what many receivers' queues share. */
#pragma once
#include <glib.h>

typedef struct {
  gint refs;
  gsize size;
  guint8 bytes[];
} Block;

Block *block_new(gsize size);
Block *block_copy(gconstpointer bytes, gsize size);
Block *block_ref(Block *block);
void block_unref(Block *block);
