/* Privacy masks of a camera, as the text of the desired state tells them. A set does not change; references are counted. */
#pragma once
#include <glib.h>

typedef struct {
  double x;
  double y;
} MaskPoint;

typedef enum { MASK_COLOR, MASK_PIXELATED, MASK_BLURRED, MASK_KINDS } MaskKind;

typedef struct {
  MaskKind kind;
  /* Points are directions in degrees (pan right, tilt up), else shares of the captured picture from its upper left corner. */
  gboolean directions;
  gboolean rgb;    /* colour is RGB, else YCbCr of video range; 0..255 */
  double color[3]; /* of MASK_COLOR */
  guint count;
  MaskPoint *points;
} Mask;

typedef struct MaskSet MaskSet;

/* Text: GVariant of type a(sbbddda(dd)): kind, directions, rgb, three values of colour, points. What cannot be read covers all. */
MaskSet *mask_set_parse(const char *text);
MaskSet *mask_set_ref(MaskSet *set);
void mask_set_unref(MaskSet *set);
gboolean mask_set_is_empty(const MaskSet *set);
/* Whether the whole picture is covered, whatever the masks are. */
gboolean mask_set_covers_all(const MaskSet *set);
guint mask_set_size(const MaskSet *set);
const Mask *mask_set_get(const MaskSet *set, guint index);
