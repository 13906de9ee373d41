/* A frame source that is flushed before its start and after its stop; it ends with 0 when it lives through both. */
#include "elements/elements.h"

static void flush(GstElement *source)
{
  gst_element_send_event(source, gst_event_new_flush_start());
  gst_element_send_event(source, gst_event_new_flush_stop(TRUE));
}

int main(int argc, char **argv)
{
  gst_init(&argc, &argv);
  if (!gst_element_register(NULL, "framesrc", GST_RANK_NONE, frame_source_get_type()))
    return 1;
  GstElement *source = gst_object_ref_sink(gst_element_factory_make("framesrc", NULL));
  g_object_set(source, "channel", "nobody's", NULL);
  flush(source);
  for (int round = 0; round < 3; round++) {
    if (gst_element_set_state(source, GST_STATE_PAUSED) == GST_STATE_CHANGE_FAILURE)
      return 2;
    flush(source);
    gst_element_set_state(source, GST_STATE_NULL);
    flush(source);
  }
  gst_object_unref(source);
  return 0;
}
