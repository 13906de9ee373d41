/* Reference-counted bytes. */
#include "block.h"

#include <string.h>

Block *block_new(gsize size)
{
  Block *block = g_malloc(sizeof *block + size);
  block->refs = 1;
  block->size = size;
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
  if (g_atomic_int_dec_and_test(&block->refs))
    g_free(block);
}
