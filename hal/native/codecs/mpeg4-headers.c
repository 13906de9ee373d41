/* MPEG-4 part 2: headers and key pictures. */
#include "mpeg4-headers.h"

/* Start codes (table 6-3). */
#define SEQUENCE 0xb0
#define GROUP 0xb3
#define PICTURE 0xb6
#define INTRA 0 /* vop_coding_type, the two bits after the start code (table 6-20) */
#define START_CODE 4

/* Returns where the next start code begins, `size` when there is none. */
static gsize next_start(const guint8 *bytes, gsize size, gsize at)
{
  for (; at + START_CODE <= size; at++)
    if (bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1)
      return at;
  return size;
}

gsize mpeg4_header_size(const guint8 *bytes, gsize size)
{
  if (size < START_CODE || next_start(bytes, size, 0) != 0 || bytes[3] != SEQUENCE)
    return 0;
  gsize at = 0;
  while (at < size && bytes[at + 3] != GROUP && bytes[at + 3] != PICTURE)
    at = next_start(bytes, size, at + START_CODE);
  return at;
}

gboolean mpeg4_is_key(const guint8 *bytes, gsize size)
{
  for (gsize at = next_start(bytes, size, 0); at < size; at = next_start(bytes, size, at + START_CODE))
    if (bytes[at + 3] == PICTURE)
      return at + START_CODE < size && bytes[at + START_CODE] >> 6 == INTRA;
  return FALSE;
}

guint8 mpeg4_profile_level(const guint8 *headers, gsize size)
{
  return size > START_CODE && headers[3] == SEQUENCE ? headers[4] : 1;
}
