/* Wall clock: all users of this process share its offset. */
#include "wall-clock.h"

#include "monotonic.h"

static GMutex lock;
static gint64 ahead; /* guarded by lock */

void wall_clock_set(gint64 new_ahead)
{
  g_mutex_lock(&lock);
  ahead = new_ahead;
  g_mutex_unlock(&lock);
}

gint64 wall_clock_at(gint64 monotonic)
{
  g_mutex_lock(&lock);
  gint64 now = monotonic + wall_offset_ns() + ahead;
  g_mutex_unlock(&lock);
  return now;
}
