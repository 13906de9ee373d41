/* Trying whether a pipeline works at all. */
#pragma once
#include "runtime/js.h"

/* Runs the pipeline until its fakesink named `sink` has a buffer, in a thread of its own and with little priority; it may
 * hang there. Posts an empty text then, or the reason why none comes within `seconds`. */
void trial_start(const char *launch, guint seconds, JsCallback *done);
