/* Pipeline reports: errors and ends of pipelines, posted to JavaScript without a thread for each. */
#pragma once
#include <gst/gst.h>

#include "runtime/js.h"

/* The only listener gets name, 'error' or 'eos', text. */
void pipeline_watch_listen(JsCallback *listener);
/* Reports of the pipeline around `element` have that name from now on. Call it when the element gets ready. */
void pipeline_watch(GstElement *element, const char *name);
/* Returns the pipeline that last started under that name, a new reference; NULL when there is none. */
GstElement *pipeline_watched(const char *name);
