/* Headers of WebSocket messages. */
#include "websocket.h"

enum { FINAL_BINARY = 0x82, LENGTH_16 = 126, LENGTH_64 = 127 };

guint websocket_write_head(guint8 *end, gsize size)
{
  guint octets = size < LENGTH_16 ? 0 : size <= G_MAXUINT16 ? 2 : 8;
  guint8 *head = end - octets - 2;
  head[0] = FINAL_BINARY;
  head[1] = octets == 0 ? (guint8)size : octets == 2 ? LENGTH_16 : LENGTH_64;
  for (guint i = 0; i < octets; i++)
    end[-1 - (gint)i] = (guint8)((guint64)size >> (8 * i));
  return octets + 2;
}
