/* Deadlines: actions that run at an instant, on one thread for the whole process. */
#pragma once
#include <glib.h>

/* Runs `action(object)` once at or after `at` (CLOCK_MONOTONIC, ns) and then `unref(object)`; earlier deadlines run first.
 * An action must not wait. An owner has at most one deadline at a time, which bounds their number. */
void deadline_add(gint64 at, void (*action)(gpointer object), gpointer object, GDestroyNotify unref);
