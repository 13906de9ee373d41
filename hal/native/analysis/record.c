/* A record as bytes, little end first; hal/native/motion-record.ts reads them. */
#include "record.h"

#include <string.h>

#define VERSION 2
enum { RECORD_SETTLING = 1, RECORD_SHAKEN = 2 };

static guint8 *put(guint8 *at, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    at[i] = (guint8)(value >> (8 * i));
  return at + size;
}

static guint8 *put_measures(guint8 *at, const AnalysisRecord *record)
{
  at = put(at, record->threshold, 1);
  at = put(at, record->mean, 1);
  at = put(at, record->dark, 1);
  at = put(at, record->bright, 1);
  at = put(at, record->detail, 2);
  at = put(at, record->change, 2);
  at = put(at, record->gain, 2);
  at = put(at, (guint16)record->offset, 2);
  return put(at, record->noise, 2);
}

/* Bits of the cells in rows, highest first, then a byte for each that moves. */
static guint8 *put_cells(guint8 *at, const AnalysisRecord *record)
{
  gsize cells = (gsize)record->columns * record->rows, bytes = (cells + 7) / 8;
  memset(at, 0, bytes);
  for (gsize cell = 0; cell < cells; cell++)
    at[cell / 8] |= (guint8)(record->moving[cell] << (7 - cell % 8));
  at += bytes;
  for (gsize cell = 0; cell < cells; cell++)
    if (record->moving[cell])
      at = put(at, record->levels[cell], 1);
  return at;
}

static guint8 *put_blob(guint8 *at, const AnalysisBlob *blob)
{
  const guint16 places[] = { blob->left, blob->top, blob->right, blob->bottom, blob->centre_x, blob->centre_y };
  for (guint i = 0; i < G_N_ELEMENTS(places); i++)
    at = put(at, places[i], 2);
  at = put(at, blob->area, 4);
  at = put(at, blob->flags, 1);
  return put(at, blob->level, 1);
}

gsize analysis_write(const AnalysisRecord *record, guint8 *bytes)
{
  guint flags = (record->settling ? RECORD_SETTLING : 0u) | (record->shaken ? RECORD_SHAKEN : 0u);
  guint8 *at = put(bytes, VERSION, 1);
  at = put(at, flags, 1);
  at = put(at, record->columns, 1);
  at = put(at, record->rows, 1);
  at = put(at, record->width, 2);
  at = put(at, record->height, 2);
  at = put(at, (guint64)record->time, 8);
  at = put(at, (guint64)record->wall, 8);
  at = put_measures(at, record);
  at = put(at, record->blob_count, 1);
  at = put_cells(at, record);
  for (guint i = 0; i < record->blob_count; i++)
    at = put_blob(at, &record->blobs[i]);
  return (gsize)(at - bytes);
}
