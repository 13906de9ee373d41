/* GObject properties of our elements, by table: a row for each property. */
#pragma once
#include <gst/gst.h>

/* Type of the member: char *, gint, guint, double, gboolean. */
typedef enum { PROPERTY_TEXT, PROPERTY_INT, PROPERTY_UINT, PROPERTY_DOUBLE, PROPERTY_BOOLEAN } PropertyType;

typedef struct {
  const char *name; /* NULL ends the table */
  PropertyType type;
  gsize offset; /* of the member in the element */
  double minimum, maximum, initial; /* of numbers; `initial` of a gboolean too; a text begins as NULL */
  const char *blurb;
  void (*changed)(GstElement *element); /* after it was set, without a lock; also with its first value. NULL for none */
} PropertyRow;

/* Installs the properties; GObject sets their initial values when it makes an element. The table must exist as long as the
 * class. Members are read and written under the element's object lock. This sets the class's `finalize`, which frees texts:
 * a class with a `finalize` of its own sets it afterwards and calls element_properties_free in it. */
void element_properties_install(GObjectClass *class, const PropertyRow *rows);
/* Frees the texts of an element. */
void element_properties_free(GObject *element);
