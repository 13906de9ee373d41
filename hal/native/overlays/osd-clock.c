/* Wall clock of the texts in pictures. Names of days and months are English. */
#include "osd-clock.h"

#include <string.h>
#include <time.h>

#include "runtime/monotonic.h"
#include "runtime/wall-clock.h"

typedef struct {
  gint64 from;   /* seconds since 1970 */
  gint32 offset; /* of local time, seconds */
} ZoneStep;

static GMutex lock;
static GArray *steps; /* of ZoneStep, in order; guarded by lock */

void osd_clock_set_zone(const char *zone)
{
  GArray *read = g_array_new(FALSE, FALSE, sizeof(ZoneStep));
  GVariant *value = g_variant_parse(G_VARIANT_TYPE("a(xi)"), zone, NULL, NULL, NULL);
  GVariantIter iterator;
  ZoneStep step;
  if (value) {
    g_variant_iter_init(&iterator, value);
    while (g_variant_iter_next(&iterator, "(xi)", &step.from, &step.offset))
      g_array_append_val(read, step);
    g_variant_unref(value);
  }
  g_mutex_lock(&lock);
  GArray *before = steps;
  steps = read;
  g_mutex_unlock(&lock);
  g_clear_pointer(&before, g_array_unref);
}

gint64 osd_clock_local(gint64 monotonic)
{
  gint64 offset = 0;
  g_mutex_lock(&lock);
  gint64 now = wall_clock_at(monotonic) / NS_PER_SECOND;
  for (guint i = 0; steps && i < steps->len; i++) {
    const ZoneStep *step = &g_array_index(steps, ZoneStep, i);
    if (i == 0 || now >= step->from)
      offset = step->offset;
  }
  g_mutex_unlock(&lock);
  return now + offset;
}

static const char *const days[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };

static void append_number(GString *text, gint number, gsize digits)
{
  g_string_append_printf(text, digits > 1 ? "%02d" : "%d", number);
}

/* Appends what a run of one letter stands for; other characters stand for themselves. */
static void append_run(GString *text, const char *run, gsize length, const struct tm *when)
{
  switch (*run) {
  case 'd':
    if (length > 2)
      g_string_append(text, days[when->tm_wday]);
    else
      append_number(text, when->tm_mday, length);
    break;
  case 'M':
    if (length > 2)
      g_string_append(text, months[when->tm_mon]);
    else
      append_number(text, when->tm_mon + 1, length);
    break;
  case 'y':
    g_string_append_printf(text, "%04d", when->tm_year + 1900);
    break;
  case 'h':
    append_number(text, (when->tm_hour + 11) % 12 + 1, length);
    break;
  case 'H':
    append_number(text, when->tm_hour, length);
    break;
  case 'm':
    append_number(text, when->tm_min, length);
    break;
  case 's':
    append_number(text, when->tm_sec, length);
    break;
  case 't':
    g_string_append(text, when->tm_hour < 12 ? "AM" : "PM");
    break;
  default:
    g_string_append_len(text, run, (gssize)length);
  }
}

static void append_format(GString *text, const char *format, const struct tm *when)
{
  while (*format) {
    gsize length = 1;
    while (format[length] == *format)
      length++;
    append_run(text, format, length, when);
    format += length;
  }
}

char *osd_clock_text(const char *date, const char *time, gint64 local)
{
  GString *text = g_string_new(NULL);
  struct tm when;
  time_t seconds = (time_t)local;
  gmtime_r(&seconds, &when);
  append_format(text, date, &when);
  if (*date && *time)
    g_string_append_c(text, ' ');
  append_format(text, time, &when);
  return g_string_free(text, FALSE);
}
