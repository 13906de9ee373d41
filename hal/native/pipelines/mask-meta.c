/* Mask meta: has no transform function, so no element passes it on to a frame that it makes. */
#include "mask-meta.h"

typedef struct {
  GstMeta meta;
  guint64 generation;
} MaskMeta;

static GType mask_meta_api(void)
{
  static GType type;
  static const char *tags[] = { NULL };
  if (g_once_init_enter(&type))
    g_once_init_leave(&type, gst_meta_api_type_register("VedetteMaskMetaAPI", tags));
  return type;
}

static gboolean mask_meta_init(GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  (void)params;
  (void)buffer;
  ((MaskMeta *)meta)->generation = 0;
  return TRUE;
}

static const GstMetaInfo *mask_meta_info(void)
{
  static const GstMetaInfo *info;
  if (g_once_init_enter(&info))
    g_once_init_leave(&info, gst_meta_register(mask_meta_api(), "VedetteMaskMeta", sizeof(MaskMeta), mask_meta_init, NULL,
                                               NULL));
  return info;
}

void mask_meta_add(GstBuffer *buffer, guint64 generation)
{
  MaskMeta *meta = (MaskMeta *)gst_buffer_get_meta(buffer, mask_meta_api());
  if (!meta)
    meta = (MaskMeta *)gst_buffer_add_meta(buffer, mask_meta_info(), NULL);
  meta->generation = generation;
}

guint64 mask_meta_generation(GstBuffer *buffer)
{
  const MaskMeta *meta = (const MaskMeta *)gst_buffer_get_meta(buffer, mask_meta_api());
  return meta ? meta->generation : 0;
}
