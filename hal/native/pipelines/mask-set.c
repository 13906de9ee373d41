/* Privacy masks: parsed from text once a change. */
#include "mask-set.h"

#include <math.h>

struct MaskSet {
  gatomicrefcount refs;
  gboolean covers_all;
  GArray *masks; /* of Mask, with their points */
};

#define TYPE "a(sbbddda(dd))"
#define FEWEST_POINTS 3

static const char *const kinds[MASK_KINDS] = { "Color", "Pixelated", "Blurred" };

static void clear_mask(gpointer mask)
{
  g_free(((Mask *)mask)->points);
}

/* Returns FALSE for a kind or a number that nothing can be made of. */
static gboolean read_mask(Mask *mask, const char *kind, GVariantIter *points)
{
  mask->kind = MASK_KINDS;
  for (guint i = 0; i < MASK_KINDS; i++)
    if (g_str_equal(kinds[i], kind))
      mask->kind = (MaskKind)i;
  mask->count = (guint)g_variant_iter_n_children(points);
  mask->points = g_new0(MaskPoint, MAX(mask->count, 1));
  gboolean good = mask->kind != MASK_KINDS && mask->count >= FEWEST_POINTS;
  for (guint i = 0; i < mask->count; i++) {
    MaskPoint *point = &mask->points[i];
    g_variant_iter_next(points, "(dd)", &point->x, &point->y);
    good = good && isfinite(point->x) && isfinite(point->y);
  }
  return good;
}

static gboolean read_masks(MaskSet *set, GVariant *value)
{
  GVariantIter masks;
  GVariantIter *points;
  const char *kind;
  Mask mask = { 0 };
  gboolean good = TRUE;
  g_variant_iter_init(&masks, value);
  while (g_variant_iter_next(&masks, "(&sbbddda(dd))", &kind, &mask.directions, &mask.rgb, &mask.color[0], &mask.color[1],
                             &mask.color[2], &points)) {
    good = read_mask(&mask, kind, points) && good;
    g_array_append_val(set->masks, mask);
    g_variant_iter_free(points);
  }
  return good;
}

MaskSet *mask_set_parse(const char *text)
{
  MaskSet *set = g_new0(MaskSet, 1);
  g_atomic_ref_count_init(&set->refs);
  set->masks = g_array_new(FALSE, FALSE, sizeof(Mask));
  g_array_set_clear_func(set->masks, clear_mask);
  GVariant *value = g_variant_parse(G_VARIANT_TYPE(TYPE), text, NULL, NULL, NULL);
  set->covers_all = !value || !read_masks(set, value);
  if (value)
    g_variant_unref(value);
  return set;
}

MaskSet *mask_set_ref(MaskSet *set)
{
  g_atomic_ref_count_inc(&set->refs);
  return set;
}

void mask_set_unref(MaskSet *set)
{
  if (!g_atomic_ref_count_dec(&set->refs))
    return;
  g_array_unref(set->masks);
  g_free(set);
}

gboolean mask_set_is_empty(const MaskSet *set)
{
  return !set->covers_all && set->masks->len == 0;
}

gboolean mask_set_covers_all(const MaskSet *set)
{
  return set->covers_all;
}

guint mask_set_size(const MaskSet *set)
{
  return set->masks->len;
}

const Mask *mask_set_get(const MaskSet *set, guint index)
{
  return &g_array_index(set->masks, Mask, index);
}
