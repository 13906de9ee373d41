/* Deadlines: actions that run at an instant, on one thread. */
#include "deadline.h"

#include "monotonic.h"

typedef struct {
  gint64 at;
  void (*action)(gpointer object);
  gpointer object;
  GDestroyNotify unref;
} Deadline;

static GMutex lock;
static GCond sooner;
static GSequence *deadlines; /* in order; guarded by lock */

static gint compare(gconstpointer a, gconstpointer b, gpointer unused)
{
  const Deadline *one = a, *other = b;
  (void)unused;
  return one->at < other->at ? -1 : one->at > other->at;
}

/* Lock held. Returns the first deadline when it is due, else NULL after a wait. */
static Deadline *take_due(void)
{
  GSequenceIter *first = g_sequence_get_begin_iter(deadlines);
  if (g_sequence_iter_is_end(first)) {
    g_cond_wait(&sooner, &lock);
    return NULL;
  }
  Deadline *deadline = g_sequence_get(first);
  if (deadline->at > monotonic_ns()) {
    g_cond_wait_until(&sooner, &lock, deadline->at / 1000 + 1); /* GLib counts the same clock in µs */
    return NULL;
  }
  g_sequence_remove(first);
  return deadline;
}

static gpointer run(gpointer unused)
{
  (void)unused;
  g_mutex_lock(&lock);
  for (;;) {
    Deadline *deadline = take_due();
    if (!deadline)
      continue;
    g_mutex_unlock(&lock);
    deadline->action(deadline->object);
    deadline->unref(deadline->object);
    g_free(deadline);
    g_mutex_lock(&lock);
  }
  return NULL;
}

void deadline_add(gint64 at, void (*action)(gpointer object), gpointer object, GDestroyNotify unref)
{
  Deadline *deadline = g_new(Deadline, 1);
  *deadline = (Deadline){ at, action, object, unref };
  g_mutex_lock(&lock);
  if (!deadlines) {
    deadlines = g_sequence_new(NULL);
    g_thread_unref(g_thread_new("vedette-pace", run, NULL));
  }
  if (g_sequence_iter_is_begin(g_sequence_insert_sorted(deadlines, deadline, compare, NULL)))
    g_cond_signal(&sooner);
  g_mutex_unlock(&lock);
}
