/* GObject properties of our elements, by table. */
#include "element-properties.h"

#define READ_WRITE (G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS)

static GQuark rows_quark(void)
{
  return g_quark_from_static_string("vedette-property-rows");
}

static const PropertyRow *rows_of(GType type)
{
  return g_type_get_qdata(type, rows_quark());
}

static GParamSpec *make_spec(const PropertyRow *row)
{
  const char *name = row->name, *blurb = row->blurb;
  switch (row->type) {
  case PROPERTY_INT:
    return g_param_spec_int(name, name, blurb, (gint)row->minimum, (gint)row->maximum, (gint)row->initial, READ_WRITE);
  case PROPERTY_UINT:
    return g_param_spec_uint(name, name, blurb, (guint)row->minimum, (guint)row->maximum, (guint)row->initial, READ_WRITE);
  case PROPERTY_DOUBLE:
    return g_param_spec_double(name, name, blurb, row->minimum, row->maximum, row->initial, READ_WRITE);
  case PROPERTY_BOOLEAN:
    return g_param_spec_boolean(name, name, blurb, row->initial != 0, READ_WRITE);
  case PROPERTY_TEXT:
    break;
  }
  return g_param_spec_string(name, name, blurb, NULL, READ_WRITE);
}

static void write_member(const PropertyRow *row, gpointer member, const GValue *value)
{
  switch (row->type) {
  case PROPERTY_TEXT:
    g_free(*(char **)member);
    *(char **)member = g_value_dup_string(value);
    break;
  case PROPERTY_INT:
    *(gint *)member = g_value_get_int(value);
    break;
  case PROPERTY_UINT:
    *(guint *)member = g_value_get_uint(value);
    break;
  case PROPERTY_DOUBLE:
    *(double *)member = g_value_get_double(value);
    break;
  case PROPERTY_BOOLEAN:
    *(gboolean *)member = g_value_get_boolean(value);
    break;
  }
}

static void read_member(const PropertyRow *row, gconstpointer member, GValue *value)
{
  switch (row->type) {
  case PROPERTY_TEXT:
    g_value_set_string(value, *(char *const *)member);
    break;
  case PROPERTY_INT:
    g_value_set_int(value, *(const gint *)member);
    break;
  case PROPERTY_UINT:
    g_value_set_uint(value, *(const guint *)member);
    break;
  case PROPERTY_DOUBLE:
    g_value_set_double(value, *(const double *)member);
    break;
  case PROPERTY_BOOLEAN:
    g_value_set_boolean(value, *(const gboolean *)member);
    break;
  }
}

static void set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  const PropertyRow *row = &rows_of(spec->owner_type)[id - 1];
  GST_OBJECT_LOCK(object);
  write_member(row, G_STRUCT_MEMBER_P(object, row->offset), value);
  GST_OBJECT_UNLOCK(object);
  if (row->changed)
    row->changed(GST_ELEMENT(object));
}

static void get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  const PropertyRow *row = &rows_of(spec->owner_type)[id - 1];
  GST_OBJECT_LOCK(object);
  read_member(row, G_STRUCT_MEMBER_P(object, row->offset), value);
  GST_OBJECT_UNLOCK(object);
}

void element_properties_free(GObject *element)
{
  for (const PropertyRow *row = rows_of(G_OBJECT_TYPE(element)); row->name; row++)
    if (row->type == PROPERTY_TEXT)
      g_clear_pointer((char **)G_STRUCT_MEMBER_P(element, row->offset), g_free);
}

static void finalize(GObject *object)
{
  element_properties_free(object);
  G_OBJECT_CLASS(g_type_class_peek_parent(G_OBJECT_GET_CLASS(object)))->finalize(object);
}

void element_properties_install(GObjectClass *class, const PropertyRow *rows)
{
  g_type_set_qdata(G_OBJECT_CLASS_TYPE(class), rows_quark(), (gpointer)rows);
  class->set_property = set_property;
  class->get_property = get_property;
  class->finalize = finalize;
  for (guint i = 0; rows[i].name; i++)
    g_object_class_install_property(class, i + 1, make_spec(&rows[i]));
}
