/* MPEG-4 part 2 (ISO/IEC 14496-2 6.2): headers and key pictures. */
#pragma once
#include <glib.h>

/* Octets of sequence, object and layer before the first group or picture; 0 when there is no sequence. */
gsize mpeg4_header_size(const guint8 *bytes, gsize size);
/* Whether the first picture is intra coded. */
gboolean mpeg4_is_key(const guint8 *bytes, gsize size);
/* The profile_and_level_indication of headers; 1 (simple profile, level 1) when they have none. */
guint8 mpeg4_profile_level(const guint8 *headers, gsize size);
