/* Made speech with a beep at each full second, a function of wall time; the sound of the virtual microphone. */
#pragma once
#include <glib.h>

typedef struct Voice Voice;

Voice *voice_new(gint rate);
void voice_free(Voice *voice);
/* Writes `count` samples; the first one sounds at `wall_ns` (ns since 1970). */
void voice_speak(Voice *voice, gint16 *to, guint count, gint64 wall_ns);
