/* Things to do at an instant, on one thread for the whole process. */
#pragma once
#include <glib.h>

/* Runs `action(object)` once at or after `at` (CLOCK_MONOTONIC, ns), earlier instants first, and then `unref(object)`.
 * The action must not wait. The number of deadlines is bounded by their owners: one each. */
void deadline_add(gint64 at, void (*action)(gpointer object), gpointer object, GDestroyNotify unref);
