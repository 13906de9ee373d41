/* Wall clock of the texts in pictures, in a time zone that is set from outside. */
#pragma once
#include <glib.h>

/* `zone`: GVariant text of type a(xi): from second (since 1970) on, the offset of local time in seconds; UTC for anything else. */
void osd_clock_set_zone(const char *zone);
/* Returns local time in seconds since 1970 of an instant of CLOCK_MONOTONIC (ns). */
gint64 osd_clock_local(gint64 monotonic);
/* Returns date and time in the standard's formats, e.g. `dddd, MMMM dd, yyyy` and `h:mm:ss tt`; either may be empty. */
char *osd_clock_text(const char *date, const char *time, gint64 local);
