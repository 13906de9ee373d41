/* Reference-counted bytes with room for a WebSocket header before them. */
#include "block.h"

#include <string.h>

#include "runtime/live.h"

G_STATIC_ASSERT(G_STRUCT_OFFSET(Block, head) + WEBSOCKET_HEAD_ROOM == G_STRUCT_OFFSET(Block, bytes));

Block *block_new(gsize size)
{
  Block *block = g_malloc(sizeof *block + size);
  live_born(LIVE_BLOCKS);
  block->refs = 1;
  block->size = size;
  /* The header is always written: connections with and without WebSocket framing share the block. */
  block->head_size = websocket_write_head(block->bytes, size);
  return block;
}

Block *block_copy(gconstpointer bytes, gsize size)
{
  Block *block = block_new(size);
  memcpy(block->bytes, bytes, size);
  return block;
}

Block *block_ref(Block *block)
{
  g_atomic_int_inc(&block->refs);
  return block;
}

void block_unref(Block *block)
{
  if (!g_atomic_int_dec_and_test(&block->refs))
    return;
  live_died(LIVE_BLOCKS);
  g_free(block);
}
