/* GObject properties of our elements: a table of rows instead of code for each. */
#pragma once
#include <gst/gst.h>

/* The type of the member: char *, gint, guint, double, gboolean. */
typedef enum { PROPERTY_TEXT, PROPERTY_INT, PROPERTY_UINT, PROPERTY_DOUBLE, PROPERTY_BOOLEAN } PropertyType;

typedef struct {
  const char *name; /* NULL ends the table */
  PropertyType type;
  gsize offset; /* of the member in the element */
  double minimum, maximum, initial; /* of numbers; `initial` of a gboolean too; a text begins as NULL */
  const char *blurb;
  void (*changed)(GstElement *element); /* after it was set, without a lock; also with its first value. NULL for none */
} PropertyRow;

/* Gives a class its properties; members have their initial values before the element is used. The table must stay. Members
 * are read and written under the element's object lock. Sets `finalize`, which frees texts: a class that has one of its own
 * sets it afterwards and calls element_properties_free in it. */
void element_properties_install(GObjectClass *class, const PropertyRow *rows);
/* Frees the texts. */
void element_properties_free(GObject *element);
