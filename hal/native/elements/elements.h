/* The GStreamer elements of this addon; each file registers its own. */
#pragma once
#include <gst/gst.h>

gboolean fanout_sink_register(void);
gboolean frame_sink_register(void);
gboolean frame_source_register(void);
gboolean frame_loop_register(void);
gboolean device_source_register(void);
gboolean scene_source_register(void);
gboolean no_signal_mark_register(void);
gboolean voice_source_register(void);
gboolean g726_encoder_register(void);
gboolean jpeg_payloader_register(void);
gboolean mpeg4_payloader_register(void);
gboolean speaker_sink_register(void);
gboolean property_text_register(void);
