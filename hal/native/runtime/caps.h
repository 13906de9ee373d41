/* Caps for JavaScript. */
#pragma once
#include <gst/gst.h>

#include "js.h"

/* Calls it with the fields of the first structure, all values as text. */
void js_post_caps(JsCallback *callback, GstCaps *caps);
