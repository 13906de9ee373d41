/* GStreamer caps are posted to JavaScript as an object of texts. */
#pragma once
#include <gst/gst.h>

#include "js.h"

/* The callback gets one object: fields of the caps' first structure, all values as text. */
void js_post_caps(JsCallback *callback, GstCaps *caps);
