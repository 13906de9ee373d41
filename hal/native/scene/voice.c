/* Made speech: pulses or noise through three resonators, four syllables a second, and a beep of 1 kHz. */
#include "voice.h"

#include <math.h>

#include "runtime/monotonic.h"

#define BEEP_NS (200 * NS_PER_MS)
#define BEEP_HZ 1000
#define BEEP_LEVEL 8000.0
#define RAMP_SECONDS 0.005
#define SYLLABLE_NS (250 * NS_PER_MS)
#define SPEECH_LEVEL 3000.0
#define FORMANTS 3

typedef struct {
  double gain, back1, back2; /* y = gain x + back1 y' + back2 y'' */
  double last, before;
} Resonator;

struct Voice {
  gint rate;
  gint64 syllable;
  double pitch; /* Hz */
  double phase; /* 0..1 of the present pulse */
  guint32 noise;
  Resonator resonator[FORMANTS];
};

/* Vowels without much at the beep's frequency. */
static const double vowels[][FORMANTS] = {
  { 270, 2290, 3010 }, { 530, 1840, 2480 }, { 660, 1720, 2410 }, { 440, 720, 2240 }, { 300, 670, 2240 },
};

Voice *voice_new(gint rate)
{
  Voice *voice = g_new0(Voice, 1);
  voice->rate = rate;
  voice->syllable = -1;
  voice->noise = 1;
  return voice;
}

void voice_free(Voice *voice)
{
  g_free(voice);
}

static void tune(Resonator *resonator, double frequency, gint rate)
{
  double radius = exp(-G_PI * 90 / rate);
  resonator->back1 = 2 * radius * cos(2 * G_PI * MIN(frequency, rate * 0.45) / rate);
  resonator->back2 = -radius * radius;
  resonator->gain = 1 - resonator->back1 - resonator->back2;
}

static double resonate(Resonator *resonator, double input)
{
  double output = resonator->gain * input + resonator->back1 * resonator->last + resonator->back2 * resonator->before;
  resonator->before = resonator->last;
  resonator->last = output;
  return output;
}

/* A syllable has its vowel and pitch; some begin with a hiss, every seventh is a pause. */
static void begin_syllable(Voice *voice, gint64 syllable)
{
  guint32 random = (guint32)syllable * 2654435761u;
  voice->syllable = syllable;
  voice->pitch = 105 + (random >> 24) % 30;
  for (guint i = 0; i < FORMANTS; i++)
    tune(&voice->resonator[i], vowels[(random >> 16) % G_N_ELEMENTS(vowels)][i], voice->rate);
}

static double hiss(Voice *voice)
{
  voice->noise = voice->noise * 1664525u + 1013904223u;
  return (double)(gint32)voice->noise / G_MAXINT32;
}

static double speech(Voice *voice, gint64 wall_ns)
{
  gint64 syllable = wall_ns / SYLLABLE_NS;
  double at = (double)(wall_ns % SYLLABLE_NS) / SYLLABLE_NS; /* 0..1 of the syllable */
  if (syllable != voice->syllable)
    begin_syllable(voice, syllable);
  if (syllable % 7 == 0)
    return 0;
  voice->phase += voice->pitch / voice->rate;
  voice->phase -= floor(voice->phase);
  gboolean hissing = syllable % 3 == 0 && at < 0.3;
  double excitation = hissing ? hiss(voice) : 1 - 2 * voice->phase;
  double sum = 0;
  for (guint i = 0; i < FORMANTS; i++)
    sum += resonate(&voice->resonator[i], excitation) / (i + 1);
  return CLAMP(sum, -3, 3) * sin(G_PI * at) * SPEECH_LEVEL;
}

/* The phase follows wall time, so that the sound does not depend on how it is cut into buffers. */
static double beep(double seconds)
{
  double left = (double)BEEP_NS / NS_PER_SECOND - seconds;
  double ramp = MIN(1, MIN(seconds, left) / RAMP_SECONDS);
  return ramp * BEEP_LEVEL * sin(2 * G_PI * BEEP_HZ * seconds);
}

void voice_speak(Voice *voice, gint16 *to, guint count, gint64 wall_ns)
{
  for (guint i = 0; i < count; i++) {
    gint64 now = wall_ns + (gint64)i * NS_PER_SECOND / voice->rate;
    gint64 in_second = now % NS_PER_SECOND;
    double sample = in_second < BEEP_NS ? beep((double)in_second / NS_PER_SECOND) : speech(voice, now);
    to[i] = (gint16)lrint(sample);
  }
}
