/* Layers: texts and images over a picture, as the text of the desired state tells them. A set does not change. */
#pragma once
#include <glib.h>

typedef enum { OSD_UPPER_LEFT, OSD_UPPER_RIGHT, OSD_LOWER_LEFT, OSD_LOWER_RIGHT, OSD_CUSTOM, OSD_PLACES } OsdPlace;

typedef struct {
  gboolean rgb; /* else YCbCr of video range; 0..255 */
  double values[3];
  double alpha; /* 0..1 */
} OsdColor;

typedef struct {
  OsdPlace place;
  double x, y; /* of OSD_CUSTOM: upper left corner, -1..1, y upwards */
  char *plain; /* text; with `date` or `time` the clock instead */
  char *date;
  char *time;
  double size; /* 1/1080 of the picture's height for one em */
  OsdColor color;
  gboolean boxed; /* a background was asked for */
  OsdColor box;
  guint8 *pixels; /* RGBA, premultiplied; NULL for a text */
  gint width;
  gint height;
} OsdLayer;

typedef struct OsdLayers OsdLayers;

/* Text: GVariant of type a((sdd)(sss)d(bdddd)b(bdddd)(sii)): place, text, size, colour, whether there is a box and its colour,
 * file of RGBA pixels with width and height. What cannot be read is no layer. */
OsdLayers *osd_layers_parse(const char *text);
OsdLayers *osd_layers_ref(OsdLayers *layers);
void osd_layers_unref(OsdLayers *layers);
guint osd_layers_size(const OsdLayers *layers);
const OsdLayer *osd_layers_get(const OsdLayers *layers, guint index);
