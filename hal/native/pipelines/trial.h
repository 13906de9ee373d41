/* Trials of pipelines: whether one works at all. */
#pragma once
#include "runtime/js.h"

/* Runs the pipeline in a thread of its own, with low priority, until its fakesink named `sink` has a buffer. `done` gets an
 * empty text then, or the reason why no buffer comes within `seconds`, and the controls in force of the driver behind the element
 * named `encoder` (driver-controls.h). A driver may hang in that thread for ever. */
void trial_start(const char *launch, guint seconds, JsCallback *done);
