/* Layers of texts and images: parsed once a change, images read from their files. */
#include "osd-layers.h"

#include <string.h>

struct OsdLayers {
  gatomicrefcount refs;
  GArray *all; /* of OsdLayer, with their texts and pixels */
};

#define TYPE "a((sdd)(sss)d(bdddd)b(bdddd)(sii))"
#define LARGEST_IMAGE 4096

static const char *const places[OSD_PLACES] = { "UpperLeft", "UpperRight", "LowerLeft", "LowerRight", "Custom" };

static void clear_layer(gpointer data)
{
  OsdLayer *layer = data;
  g_free(layer->plain);
  g_free(layer->date);
  g_free(layer->time);
  g_free(layer->pixels);
}

static void read_image(OsdLayer *layer, const char *path)
{
  gsize length = 0;
  gboolean sized = layer->width > 0 && layer->height > 0 && layer->width <= LARGEST_IMAGE && layer->height <= LARGEST_IMAGE;
  char *bytes = NULL;
  if (*path && sized && g_file_get_contents(path, &bytes, &length, NULL) &&
      length == (gsize)layer->width * (gsize)layer->height * 4)
    layer->pixels = (guint8 *)g_steal_pointer(&bytes);
  g_free(bytes);
}

static void read_layers(GArray *all, GVariant *value)
{
  GVariantIter iterator;
  OsdLayer layer = { 0 };
  const char *place, *path;
  g_variant_iter_init(&iterator, value);
  while (g_variant_iter_next(&iterator, "((&sdd)(sss)d(bdddd)b(bdddd)(&sii))", &place, &layer.x, &layer.y, &layer.plain,
                             &layer.date, &layer.time, &layer.size, &layer.color.rgb, &layer.color.values[0],
                             &layer.color.values[1], &layer.color.values[2], &layer.color.alpha, &layer.boxed,
                             &layer.box.rgb, &layer.box.values[0], &layer.box.values[1], &layer.box.values[2],
                             &layer.box.alpha, &path, &layer.width, &layer.height)) {
    layer.place = OSD_UPPER_LEFT;
    for (guint i = 0; i < OSD_PLACES; i++)
      if (g_str_equal(places[i], place))
        layer.place = (OsdPlace)i;
    layer.pixels = NULL;
    read_image(&layer, path);
    g_array_append_val(all, layer);
  }
}

OsdLayers *osd_layers_parse(const char *text)
{
  OsdLayers *layers = g_new0(OsdLayers, 1);
  g_atomic_ref_count_init(&layers->refs);
  layers->all = g_array_new(FALSE, FALSE, sizeof(OsdLayer));
  g_array_set_clear_func(layers->all, clear_layer);
  GVariant *value = text ? g_variant_parse(G_VARIANT_TYPE(TYPE), text, NULL, NULL, NULL) : NULL;
  if (value) {
    read_layers(layers->all, value);
    g_variant_unref(value);
  }
  return layers;
}

OsdLayers *osd_layers_ref(OsdLayers *layers)
{
  g_atomic_ref_count_inc(&layers->refs);
  return layers;
}

void osd_layers_unref(OsdLayers *layers)
{
  if (!g_atomic_ref_count_dec(&layers->refs))
    return;
  g_array_unref(layers->all);
  g_free(layers);
}

guint osd_layers_size(const OsdLayers *layers)
{
  return layers->all->len;
}

const OsdLayer *osd_layers_get(const OsdLayers *layers, guint index)
{
  return &g_array_index(layers->all, OsdLayer, index);
}
