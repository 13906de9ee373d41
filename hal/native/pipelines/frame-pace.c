/* Pace of frames: frames that come faster than the wanted rate are left out. */
#include "frame-pace.h"

#include "runtime/monotonic.h"

gboolean frame_pace_is_due(FramePace *pace, double rate, gint64 time)
{
  if (rate <= 0)
    return TRUE;
  gint64 period = (gint64)((double)NS_PER_SECOND / rate);
  if (pace->due == 0 || time - pace->due > 4 * period || pace->due - time > 4 * period)
    pace->due = time;
  if (time < pace->due - NS_PER_MS * 2)
    return FALSE;
  pace->due += period;
  return TRUE;
}
