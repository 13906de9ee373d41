/* The virtual scene: a world that is drawn once; a frame is a part of it and what moves. */
#include "scene.h"

#include <math.h>
#include <string.h>

#include "scene-mark.h"

/* The world is 1.5 times as wide and high as the picture. */
#define WORLD_SCALE 3 / 2
#define MAX_MAP 8192

struct Scene {
  ScenePicture world;
  guint8 *memory;
};

static void paint_gradient(ScenePicture *world)
{
  for (gint y = 0; y < world->height; y++)
    memset(world->plane[0] + y * world->stride[0], 200 - 110 * y / world->height, (gsize)world->width);
  for (gint y = 0; y < world->height / 2; y++) {
    memset(world->plane[1] + y * world->stride[1], y < world->height * 3 / 10 ? 150 : 112, (gsize)world->width / 2);
    memset(world->plane[2] + y * world->stride[2], y < world->height * 3 / 10 ? 108 : 120, (gsize)world->width / 2);
  }
}

/* Houses in a row differ from each other, so that panning is visible. */
static void paint_houses(ScenePicture *world)
{
  gint unit = world->width / 36;
  for (gint i = 0; i < 18; i++) {
    guint8 wall[3] = { (guint8)(90 + i * 37 % 110), (guint8)(100 + i * 23 % 56), (guint8)(100 + i * 41 % 56) };
    guint8 window[3] = { (guint8)(i % 3 ? 210 : 40), 118, 136 };
    gint x = i * 2 * unit, height = world->height / 6 + i * 53 % 7 * world->height / 40;
    gint top = world->height * 6 / 10 - height;
    scene_rectangle(world, x, top, unit * 3 / 2, height, wall);
    for (gint floor = 0; floor < 3; floor++)
      for (gint column = 0; column < 2; column++)
        scene_rectangle(world, x + unit / 5 + column * unit * 3 / 4, top + height / 8 + floor * height / 4, unit / 3,
                        height / 8, window);
  }
}

static void paint_street(ScenePicture *world)
{
  static const guint8 asphalt[3] = { 70, 128, 128 }, line[3] = { 220, 128, 128 };
  gint top = world->height * 7 / 10, height = world->height / 6;
  scene_rectangle(world, 0, top, world->width, height, asphalt);
  for (gint x = 0; x < world->width; x += world->width / 20)
    scene_rectangle(world, x, top + height / 2, world->width / 40, world->height / 120 + 1, line);
}

Scene *scene_new(gint width, gint height)
{
  Scene *scene = g_new0(Scene, 1);
  ScenePicture *world = &scene->world;
  world->width = (width * WORLD_SCALE + 1) & ~1;
  world->height = (height * WORLD_SCALE + 1) & ~1;
  gsize luma = (gsize)world->width * (gsize)world->height;
  scene->memory = g_malloc(luma * 3 / 2);
  world->stride[0] = world->width;
  world->stride[1] = world->stride[2] = world->width / 2;
  world->plane[0] = scene->memory;
  world->plane[1] = scene->memory + luma;
  world->plane[2] = scene->memory + luma * 5 / 4;
  paint_gradient(world);
  paint_houses(world);
  paint_street(world);
  return scene;
}

void scene_free(Scene *scene)
{
  g_free(scene->memory);
  g_free(scene);
}

typedef struct {
  double left; /* in world pixels */
  double top;
  double step; /* world pixels per picture pixel */
} Window;

static Window look(const Scene *scene, const ScenePicture *picture, const SceneView *view)
{
  double step = 1.0 / CLAMP(view->zoom, 1.0, 8.0);
  return (Window){ (scene->world.width - picture->width * step) * (CLAMP(view->pan, -1.0, 1.0) + 1) / 2,
                   (scene->world.height - picture->height * step) * (1 - CLAMP(view->tilt, -1.0, 1.0)) / 2, step };
}

static void cut_plane(const Scene *scene, const ScenePicture *picture, const Window *window, gint plane)
{
  gint half = plane > 0;
  gint width = MIN(picture->width >> half, MAX_MAP), height = picture->height >> half;
  double left = window->left / (1 + half), top = window->top / (1 + half);
  guint16 map[MAX_MAP];
  for (gint x = 0; x < width; x++)
    map[x] = (guint16)(left + x * window->step);
  for (gint y = 0; y < height; y++) {
    const guint8 *from = scene->world.plane[plane] + (gint)(top + y * window->step) * scene->world.stride[plane];
    guint8 *to = picture->plane[plane] + y * picture->stride[plane];
    if (window->step == 1.0)
      memcpy(to, from + map[0], (gsize)width);
    else
      for (gint x = 0; x < width; x++)
        to[x] = from[map[x]];
  }
}

/* Cars and a swinging sign: their place in the world is a function of time. */
static void draw_moving(const Scene *scene, const ScenePicture *picture, const Window *window, gint64 wall_ms)
{
  static const guint8 colours[3][3] = { { 81, 90, 240 }, { 145, 54, 34 }, { 60, 200, 120 } };
  double seconds = (double)(wall_ms % 86400000) / 1000;
  gint width = scene->world.width, height = scene->world.height;
  for (gint i = 0; i < 3; i++) {
    double period = 9 + 4 * i;
    double x = fmod(seconds, period) / period * (width * 1.1) - width * 0.1;
    double y = height * (0.70 + 0.05 * i);
    scene_rectangle(picture, (gint)((x - window->left) / window->step), (gint)((y - window->top) / window->step),
                    (gint)(width / 14 / window->step), (gint)(height / 22 / window->step), colours[i]);
  }
  double x = width * (0.5 + 0.12 * sin(seconds * 2)), y = height * (0.30 + 0.03 * cos(seconds * 4));
  scene_rectangle(picture, (gint)((x - window->left) / window->step), (gint)((y - window->top) / window->step),
                  (gint)(width / 20 / window->step), (gint)(width / 20 / window->step), colours[0]);
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

void scene_draw(const Scene *scene, const ScenePicture *picture, const SceneView *view, gint64 wall_ms)
{
  Window window = look(scene, picture, view);
  for (gint plane = 0; plane < 3; plane++)
    cut_plane(scene, picture, &window, plane);
  draw_moving(scene, picture, &window, wall_ms);
}

void scene_draw_marks(const ScenePicture *picture, guint32 counter, gint64 wall_ms)
{
  draw_clock(picture, counter, wall_ms);
  scene_strip(picture, counter);
}
