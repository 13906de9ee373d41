/* Frames protected by SRTP. */
#include "secure-frame.h"

#include <string.h>

#define PACKET_ROOM (G_MAXUINT16 + SRTP_ROOM)

/* Protects each packet in `scratch`, which has the alignment that libsrtp needs; FALSE when it refuses a packet. */
static gboolean protect_all(const Frame *frame, SrtpContext *context, guint32 *scratch, Block *block, guint16 *sizes)
{
  guint8 *to = block->bytes;
  for (guint i = 0; i < frame->count; i++) {
    gsize size = frame->packet[i].iov_len;
    memcpy(scratch, frame->packet[i].iov_base, size);
    if (!srtp_context_protect_rtp(context, (guint8 *)scratch, &size, frame->index + i) || size > G_MAXUINT16 ||
        size > (gsize)(block->bytes + block->size - to)) /* a new key since `block` was made has other lengths */
      return FALSE;
    memcpy(to, scratch, size);
    sizes[i] = (guint16)size;
    to += size;
  }
  return to == block->bytes + block->size;
}

static Frame *secure(const Frame *frame, SrtpContext *context)
{
  Block *block = block_new(frame->packets->size + (gsize)frame->count * srtp_context_overhead(context));
  guint16 *sizes = g_new(guint16, frame->count);
  guint32 *scratch = g_malloc(PACKET_ROOM);
  Frame *secured = NULL;
  if (protect_all(frame, context, scratch, block, sizes)) {
    secured = frame_new(block, sizes, frame->count);
    secured->key = frame->key;
    secured->index = frame->index;
    secured->rtp_time = frame->rtp_time;
    secured->time = frame->time;
    secured->octets = frame->octets;
  } else {
    block_unref(block);
  }
  g_free(scratch);
  g_free(sizes);
  return secured;
}

/* Returns the variant of that context, else a free one, else NULL. */
static SecureVariant *find_place(Frame *frame, const SrtpContext *context)
{
  SecureVariant *free_place = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(frame->secured); i++) {
    SecureVariant *place = &frame->secured[i];
    if (place->context == context)
      return place;
    if (!place->context && !free_place)
      free_place = place;
  }
  return free_place;
}

Frame *frame_secured(Frame *frame, SrtpContext *context)
{
  SecureVariant *place = find_place(frame, context);
  guint generation = srtp_context_generation(context);
  if (place && place->context && place->generation == generation)
    return frame_ref(place->frame);
  Frame *secured = secure(frame, context);
  if (!place || !secured)
    return secured;
  if (place->context)
    frame_unref(place->frame);
  else
    place->context = srtp_context_ref(context);
  place->generation = generation;
  place->frame = frame_ref(secured);
  return secured;
}
