/* What a payloader must know of MPEG-4 part 2 (ISO/IEC 14496-2 6.2): headers, key pictures. */
#pragma once
#include <glib.h>

/* Octets before the first group or picture: sequence, object and layer; 0 when it does not begin with a sequence. */
gsize mpeg4_header_size(const guint8 *bytes, gsize size);
/* Whether its first picture is intra coded. */
gboolean mpeg4_is_key(const guint8 *bytes, gsize size);
/* profile_and_level_indication of headers, 1 (simple profile, level 1) where they have none. */
guint8 mpeg4_profile_level(const guint8 *headers, gsize size);
