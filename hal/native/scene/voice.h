/* Made speech with a beep at each full second, as a function of wall time: what the virtual microphone hears. */
#pragma once
#include <glib.h>

typedef struct Voice Voice;

Voice *voice_new(gint rate);
void voice_free(Voice *voice);
/* `count` samples, the first of which sounds at `wall_ns` (ns since 1970). */
void voice_speak(Voice *voice, gint16 *to, guint count, gint64 wall_ns);
