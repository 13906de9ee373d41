/* Errors and ends of pipelines, reported to JavaScript without a thread per pipeline. */
#pragma once
#include <gst/gst.h>

#include "runtime/js.h"

/* The one listener: gets name, 'error' or 'eos', text. */
void pipeline_watch_listen(JsCallback *listener);
/* Makes the bus of the pipeline around `element` report under `name`. To be called when the element gets ready. */
void pipeline_watch(GstElement *element, const char *name);
/* The pipeline of the sink that last started under that name, a new reference; NULL when there is none. */
GstElement *pipeline_watched(const char *name);
