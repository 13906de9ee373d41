/* Types of our GStreamer elements; addon.c registers them under their names. */
#pragma once
#include <gst/gst.h>

GType fanout_sink_get_type(void);
GType frame_sink_get_type(void);
GType frame_source_get_type(void);
GType frame_loop_get_type(void);
GType device_source_get_type(void);
GType scene_source_get_type(void);
GType no_signal_mark_get_type(void);
GType voice_source_get_type(void);
GType g726_encoder_get_type(void);
GType jpeg_payloader_get_type(void);
GType mpeg4_payloader_get_type(void);
GType speaker_sink_get_type(void);
GType property_text_get_type(void);
GType picture_turn_get_type(void);
GType window_scale_get_type(void);
GType jfif_element_get_type(void);
GType privacy_mask_get_type(void);
GType osd_blend_get_type(void);
GType motion_sink_get_type(void);
