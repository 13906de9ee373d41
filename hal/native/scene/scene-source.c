/* scenesrc: the virtual camera, a live I420 source. */
#include <gst/base/gstpushsrc.h>
#include <gst/video/video.h>

#include "elements/element-properties.h"
#include "elements/elements.h"
#include "runtime/monotonic.h"
#include "scene-imaging.h"

/* View and settings of the virtual camera. */
typedef struct {
  SceneView view;
  SceneSettings settings;
} SceneControls;

typedef struct {
  GstPushSrc parent;
  GstVideoInfo info;
  SceneImaging *imaging;
  SceneControls controls; /* guarded by the object lock */
  guint32 counter;
  gint64 next; /* running time of the next frame, -1 before the first */
} SceneSource;

typedef GstPushSrcClass SceneSourceClass;

#define VIEW(member) G_STRUCT_OFFSET(SceneSource, controls.view.member)
#define SETTING(member) G_STRUCT_OFFSET(SceneSource, controls.settings.member)

/* Initial values leave the picture as drawn. */
static const PropertyRow properties[] = {
  { "pan", PROPERTY_DOUBLE, VIEW(pan), -720, 720, 0, "degrees right of the middle" },
  { "tilt", PROPERTY_DOUBLE, VIEW(tilt), -180, 180, 0, "degrees above the middle" },
  { "field-of-view", PROPERTY_DOUBLE, VIEW(field_of_view), 0.1, 360, 60, "width of the picture, degrees" },
  { "brightness", PROPERTY_DOUBLE, SETTING(brightness), 0, 100, 50, "50 is neutral" },
  { "contrast", PROPERTY_DOUBLE, SETTING(contrast), 0, 100, 50, "50 is neutral" },
  { "saturation", PROPERTY_DOUBLE, SETTING(saturation), 0, 100, 50, "50 is neutral" },
  { "sharpness", PROPERTY_DOUBLE, SETTING(sharpness), 0, 100, 50, "50 is neutral" },
  { "exposure-auto", PROPERTY_DOUBLE, SETTING(exposure_auto), 0, 1, 1, "0 or 1" },
  { "exposure-time", PROPERTY_DOUBLE, SETTING(exposure_time), 20, 100000, 10000, "us" },
  { "exposure-gain", PROPERTY_DOUBLE, SETTING(exposure_gain), 0, 36, 0, "dB" },
  { "iris", PROPERTY_DOUBLE, SETTING(iris), 0, 24, 0, "dB of attenuation" },
  { "min-exposure-time", PROPERTY_DOUBLE, SETTING(min_time), 20, 100000, 20, "us" },
  { "max-exposure-time", PROPERTY_DOUBLE, SETTING(max_time), 20, 100000, 100000, "us" },
  { "min-exposure-gain", PROPERTY_DOUBLE, SETTING(min_gain), 0, 36, 0, "dB" },
  { "max-exposure-gain", PROPERTY_DOUBLE, SETTING(max_gain), 0, 36, 36, "dB" },
  { "low-noise", PROPERTY_DOUBLE, SETTING(low_noise), 0, 1, 0, "0 or 1" },
  { "window-left", PROPERTY_DOUBLE, SETTING(window_left), 0, 1, 0, "metered part of the width" },
  { "window-top", PROPERTY_DOUBLE, SETTING(window_top), 0, 1, 0, "metered part of the height" },
  { "window-right", PROPERTY_DOUBLE, SETTING(window_right), 0, 1, 1, "metered part of the width" },
  { "window-bottom", PROPERTY_DOUBLE, SETTING(window_bottom), 0, 1, 1, "metered part of the height" },
  { "white-balance-auto", PROPERTY_DOUBLE, SETTING(white_balance_auto), 0, 1, 1, "0 or 1" },
  { "white-balance-red", PROPERTY_DOUBLE, SETTING(white_balance_red), 50, 200, 100, "percent" },
  { "white-balance-blue", PROPERTY_DOUBLE, SETTING(white_balance_blue), 50, 200, 100, "percent" },
  { "backlight-compensation", PROPERTY_DOUBLE, SETTING(backlight_compensation), 0, 100, 0, "0 is off" },
  { "wide-dynamic-range", PROPERTY_DOUBLE, SETTING(wide_dynamic_range), 0, 100, 0, "0 is off" },
  { "defogging", PROPERTY_DOUBLE, SETTING(defogging), 0, 100, 0, "0 is off" },
  { "noise-reduction", PROPERTY_DOUBLE, SETTING(noise_reduction), 0, 100, 0, "0 is off" },
  { "focus-auto", PROPERTY_DOUBLE, SETTING(focus_auto), 0, 1, 1, "0 or 1" },
  { "focus", PROPERTY_DOUBLE, SETTING(focus), 0, 1000, 500, "500 is sharp" },
  { "infrared-filter", PROPERTY_DOUBLE, SETTING(infrared_filter), 0, 2, 0, "0 in, 1 out, 2 automatic" },
  { "light", PROPERTY_DOUBLE, SETTING(light), 0, 200000, 500, "lux" },
  { "infrared", PROPERTY_DOUBLE, SETTING(infrared), 0, 200000, 0, "lux" },
  { NULL },
};

G_DEFINE_TYPE(SceneSource, scene_source, GST_TYPE_PUSH_SRC)

static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("video/x-raw,format=I420,width=[64,7680],height=[64,4320],framerate=[1/10,240/1]"));

static GstCaps *scene_source_fixate(GstBaseSrc *base, GstCaps *caps)
{
  caps = gst_caps_make_writable(caps);
  GstStructure *structure = gst_caps_get_structure(caps, 0);
  gst_structure_fixate_field_nearest_int(structure, "width", 1280);
  gst_structure_fixate_field_nearest_int(structure, "height", 720);
  gst_structure_fixate_field_nearest_fraction(structure, "framerate", 30, 1);
  return GST_BASE_SRC_CLASS(scene_source_parent_class)->fixate(base, caps);
}

static gboolean scene_source_set_caps(GstBaseSrc *base, GstCaps *caps)
{
  SceneSource *self = (SceneSource *)base;
  if (!gst_video_info_from_caps(&self->info, caps))
    return FALSE;
  if (!self->imaging)
    self->imaging = scene_imaging_new();
  gst_base_src_set_blocksize(base, (guint)self->info.size);
  return TRUE;
}

static gboolean scene_source_start(GstBaseSrc *base)
{
  ((SceneSource *)base)->next = -1;
  return TRUE;
}

static gboolean scene_source_stop(GstBaseSrc *base)
{
  SceneSource *self = (SceneSource *)base;
  g_clear_pointer(&self->imaging, scene_imaging_free);
  return TRUE;
}

/* The base class waits for this time before it pushes the frame. */
static void scene_source_get_times(GstBaseSrc *base, GstBuffer *buffer, GstClockTime *start, GstClockTime *end)
{
  (void)base;
  *start = GST_BUFFER_PTS(buffer);
  *end = *start + GST_BUFFER_DURATION(buffer);
}

/* Returns the time of this frame. Frames that a busy machine could not draw in time are skipped, but counted. */
static gint64 schedule(SceneSource *self, gint64 period)
{
  gint64 now = monotonic_ns() - (gint64)gst_element_get_base_time(GST_ELEMENT(self));
  if (self->next < 0)
    self->next = MAX(now, 0);
  else if (now - self->next > period) {
    gint64 missed = (now - self->next) / period;
    self->next += missed * period;
    self->counter += (guint32)missed;
  }
  gint64 time = self->next;
  self->next += period;
  return time;
}

/* Results of automatic functions are readable, unless the functions were switched off meanwhile. */
static void keep_regulated(SceneSource *self, const SceneSettings *regulated)
{
  GST_OBJECT_LOCK(self);
  SceneSettings *settings = &self->controls.settings;
  if (settings->exposure_auto > 0 && regulated->exposure_auto > 0) {
    settings->exposure_time = regulated->exposure_time;
    settings->exposure_gain = regulated->exposure_gain;
    settings->iris = regulated->iris;
  }
  if (settings->focus_auto > 0 && regulated->focus_auto > 0)
    settings->focus = regulated->focus;
  GST_OBJECT_UNLOCK(self);
}

static void draw(SceneSource *self, const ScenePicture *picture, gint64 period, gint64 wall_ms)
{
  GST_OBJECT_LOCK(self);
  SceneControls controls = self->controls;
  GST_OBJECT_UNLOCK(self);
  scene_draw(picture, &controls.view, wall_ms, controls.settings.exposure_time / 1e6);
  scene_imaging_regulate(self->imaging, &controls.settings, picture, (double)period / 1000);
  scene_imaging_apply(self->imaging, &controls.settings, picture);
  keep_regulated(self, &controls.settings);
  scene_draw_marks(picture, self->counter++, wall_ms);
}

static GstFlowReturn scene_source_fill(GstPushSrc *push, GstBuffer *buffer)
{
  SceneSource *self = (SceneSource *)push;
  GstVideoFrame frame;
  gint64 period = gst_util_uint64_scale_int(NS_PER_SECOND, self->info.fps_d, self->info.fps_n);
  gint64 time = schedule(self, period);
  gint64 wall = time + (gint64)gst_element_get_base_time(GST_ELEMENT(self)) + wall_offset_ns();
  if (!gst_video_frame_map(&frame, &self->info, buffer, GST_MAP_WRITE))
    return GST_FLOW_ERROR;
  ScenePicture picture = { .width = self->info.width, .height = self->info.height };
  for (guint plane = 0; plane < 3; plane++) {
    picture.plane[plane] = GST_VIDEO_FRAME_PLANE_DATA(&frame, plane);
    picture.stride[plane] = GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane);
  }
  draw(self, &picture, period, wall / NS_PER_MS);
  gst_video_frame_unmap(&frame);
  GST_BUFFER_PTS(buffer) = (GstClockTime)time;
  GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION(buffer) = (GstClockTime)period;
  return GST_FLOW_OK;
}

static void scene_source_class_init(SceneSourceClass *class)
{
  GstBaseSrcClass *base = GST_BASE_SRC_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Virtual scene", "Source/Video",
                                        "A drawn street with a clock and a counter", "Vedette");
  base->fixate = scene_source_fixate;
  base->set_caps = scene_source_set_caps;
  base->start = scene_source_start;
  base->stop = scene_source_stop;
  base->get_times = scene_source_get_times;
  class->fill = scene_source_fill;
}

static void scene_source_init(SceneSource *self)
{
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
  gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}
