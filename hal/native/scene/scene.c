/* The virtual scene: each frame is drawn from shapes, whose places are degrees in the room. */
#include "scene.h"

#include <math.h>
#include <string.h>

#include "scene-filter.h"
#include "scene-mark.h"

/* The street: 90 degrees of houses that differ from each other, repeated all around; its middle is straight ahead. */
#define STREET_WIDTH 90.0
#define STREET_HEIGHT 50.625
#define HOUSE_PITCH (STREET_WIDTH / 18)
#define CARS 3
/* Car that goes to and fro, slowest at the ends of its way: others leave the street and come again at its beginning. */
#define RETURNING (CARS - 1)

/* Place of the picture in the room; degrees from the left and upper edge of the street, right and down positive. */
typedef struct {
  const ScenePicture *picture;
  double left;
  double top;
  double pixels; /* a degree */
} Camera;

static Camera look(const ScenePicture *picture, const SceneView *view)
{
  double field = CLAMP(view->field_of_view, 0.1, 360.0);
  double pixels = picture->width / field;
  return (Camera){ picture, STREET_WIDTH / 2 + view->pan - field / 2,
                   STREET_HEIGHT / 2 - view->tilt - picture->height / pixels / 2, pixels };
}

/* Pixel at this place, counted from an edge of the picture. */
static gint pixel_of(double place, double edge, const Camera *camera)
{
  return (gint)floor((place - edge) * camera->pixels + 0.5);
}

static void rectangle(const Camera *camera, double x, double y, double width, double height, const guint8 yuv[3])
{
  gint left = pixel_of(x, camera->left, camera), top = pixel_of(y, camera->top, camera);
  gint right = pixel_of(x + width, camera->left, camera), bottom = pixel_of(y + height, camera->top, camera);
  scene_rectangle(camera->picture, left, top, right - left, bottom - top, yuv);
}

/* Remainder that is never negative, so that the pattern goes on to the left of the street. */
static gint wrap(gint number, gint count)
{
  return (number % count + count) % count;
}

/* First and last of the places, `pitch` degrees apart, that the picture may show. */
static gint first_place(const Camera *camera, double pitch)
{
  return (gint)floor(camera->left / pitch) - 1;
}

static gint last_place(const Camera *camera, double pitch)
{
  return (gint)ceil((camera->left + camera->picture->width / camera->pixels) / pitch);
}

static void draw_background(const Camera *camera)
{
  const ScenePicture *picture = camera->picture;
  for (gint y = 0; y < picture->height; y++) {
    double place = camera->top + (y + 0.5) / camera->pixels;
    double luma = CLAMP(200 - 110 * place / STREET_HEIGHT, 40, 235);
    memset(picture->plane[0] + y * picture->stride[0], (gint)luma, (gsize)picture->width);
  }
  for (gint y = 0; y < picture->height / 2; y++) {
    gboolean sky = camera->top + (y * 2 + 1) / camera->pixels < STREET_HEIGHT * 0.3;
    memset(picture->plane[1] + y * picture->stride[1], sky ? 150 : 112, (gsize)picture->width / 2);
    memset(picture->plane[2] + y * picture->stride[2], sky ? 108 : 120, (gsize)picture->width / 2);
  }
}

static void draw_house(const Camera *camera, gint i)
{
  guint8 wall[3] = { (guint8)(90 + wrap(i * 37, 110)), (guint8)(100 + wrap(i * 23, 56)), (guint8)(100 + wrap(i * 41, 56)) };
  guint8 window[3] = { (guint8)(wrap(i, 3) ? 210 : 40), 118, 136 };
  double unit = HOUSE_PITCH / 2, x = i * HOUSE_PITCH;
  double height = STREET_HEIGHT / 6 + wrap(i * 53, 7) * STREET_HEIGHT / 40;
  double top = STREET_HEIGHT * 0.6 - height;
  rectangle(camera, x, top, unit * 3 / 2, height, wall);
  for (gint floor = 0; floor < 3; floor++)
    for (gint column = 0; column < 2; column++)
      rectangle(camera, x + unit / 5 + column * unit * 3 / 4, top + height / 8 + floor * height / 4, unit / 3,
                height / 8, window);
}

static void draw_street(const Camera *camera)
{
  static const guint8 asphalt[3] = { 70, 128, 128 }, line[3] = { 220, 128, 128 };
  double top = STREET_HEIGHT * 0.7, height = STREET_HEIGHT / 6, pitch = STREET_WIDTH / 20;
  rectangle(camera, camera->left - 1, top, camera->picture->width / camera->pixels + 2, height, asphalt);
  for (gint i = first_place(camera, pitch); i <= last_place(camera, pitch); i++)
    rectangle(camera, i * pitch, top + height / 2, pitch / 2, STREET_HEIGHT / 120, line);
}

/* Balloons in the sky and slabs on the ground: the picture has something in it wherever the camera looks. */
static void draw_far_row(const Camera *camera, gint row)
{
  double pitch = STREET_WIDTH / 8, y = (row + 0.5) * STREET_HEIGHT * 0.3;
  for (gint i = first_place(camera, pitch); i <= last_place(camera, pitch); i++) {
    gint kind = i * 29 + row * 17;
    guint8 colour[3] = { (guint8)(60 + wrap(kind * 31, 130)), (guint8)(90 + wrap(kind * 13, 76)),
                         (guint8)(90 + wrap(kind * 7, 76)) };
    rectangle(camera, i * pitch + wrap(kind, 5), y, 4, 4, colour);
  }
}

static void draw_far(const Camera *camera)
{
  double pitch = STREET_HEIGHT * 0.3, bottom = camera->top + camera->picture->height / camera->pixels;
  for (gint row = (gint)floor(camera->top / pitch) - 1; row <= (gint)ceil(bottom / pitch); row++)
    if (row < 0 || row * pitch >= STREET_HEIGHT * 0.87)
      draw_far_row(camera, row);
}

static SceneBox box_of(const Camera *camera, double x, double y, double width, double height)
{
  return (SceneBox){ pixel_of(x, camera->left, camera), pixel_of(y, camera->top, camera),
                     pixel_of(x + width, camera->left, camera), pixel_of(y + height, camera->top, camera) };
}

/* Cars, by number, and a swinging sign behind them: their place is a function of time. */
static SceneBox moving_at(const Camera *camera, gint i, double seconds)
{
  double period = 9 + 4 * i;
  if (i == CARS)
    return box_of(camera, STREET_WIDTH * (0.5 + 0.12 * sin(seconds * 2)), STREET_HEIGHT * (0.30 + 0.03 * cos(seconds * 4)),
                  STREET_WIDTH / 20, STREET_WIDTH / 20);
  double x = i == RETURNING ? STREET_WIDTH * (0.46 + 0.42 * sin(seconds * 2 * G_PI / 46))
                            : fmod(seconds, period) / period * (STREET_WIDTH * 1.1) - STREET_WIDTH * 0.1;
  return box_of(camera, x, STREET_HEIGHT * (0.70 + 0.05 * i), STREET_WIDTH / 14, STREET_HEIGHT / 22);
}

/* A moving thing as it was during the exposure; a car that drives in anew begins there. */
static void draw_moving_thing(const Camera *camera, gint i, double seconds, double exposure, const guint8 yuv[3])
{
  SceneBox boxes[SCENE_MOMENTS];
  for (gint moment = 0; moment < SCENE_MOMENTS; moment++) {
    boxes[moment] = moving_at(camera, i, seconds - exposure * moment / SCENE_MOMENTS);
    if (moment > 0 && i < RETURNING && boxes[moment].left > boxes[moment - 1].left)
      boxes[moment] = boxes[moment - 1];
  }
  scene_smear(camera->picture, boxes, yuv);
}

static void draw_moving(const Camera *camera, gint64 wall_ms, double exposure)
{
  static const guint8 colours[CARS][3] = { { 81, 90, 240 }, { 145, 54, 34 }, { 60, 200, 120 } };
  double seconds = (double)(wall_ms % 86400000) / 1000;
  for (gint i = 0; i <= CARS; i++)
    draw_moving_thing(camera, i, seconds, exposure, colours[i % CARS]);
}

void scene_draw(const ScenePicture *picture, const SceneView *view, gint64 wall_ms, double exposure)
{
  Camera camera = look(picture, view);
  draw_background(&camera);
  for (gint i = first_place(&camera, HOUSE_PITCH); i <= last_place(&camera, HOUSE_PITCH); i++)
    draw_house(&camera, i);
  draw_street(&camera);
  draw_far(&camera);
  draw_moving(&camera, wall_ms, exposure);
}

static void draw_clock(const ScenePicture *picture, guint32 counter, gint64 wall_ms)
{
  char text[64];
  GDateTime *now = g_date_time_new_from_unix_utc(wall_ms / 1000);
  char *date = g_date_time_format(now, "%Y-%m-%d %H:%M:%S");
  gint scale = MAX(picture->height / 180, 1);
  g_snprintf(text, sizeof text, "%s.%03d #%06u", date, (gint)(wall_ms % 1000), counter);
  scene_text(picture, 6 * scale, 6 * scale, scale, text);
  g_free(date);
  g_date_time_unref(now);
}

void scene_draw_marks(const ScenePicture *picture, guint32 counter, gint64 wall_ms)
{
  draw_clock(picture, counter, wall_ms);
  scene_strip(picture, counter);
}
