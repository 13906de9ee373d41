/* The virtual scene: a drawn world wider than the picture, moving things, a clock, a machine-readable counter. */
#pragma once
#include <glib.h>

#include "scene-picture.h"

/* View of the camera: pan and tilt -1..1 from edge to edge of the world, zoom 1..8. */
typedef struct {
  double pan;
  double tilt;
  double zoom;
} SceneView;

typedef struct Scene Scene;

Scene *scene_new(gint width, gint height);
void scene_free(Scene *scene);
/* Draws the world as of `wall_ms` (ms since 1970). */
void scene_draw(const Scene *scene, const ScenePicture *picture, const SceneView *view, gint64 wall_ms);
/* Draws clock and counter, after all changes that a camera makes to the picture. */
void scene_draw_marks(const ScenePicture *picture, guint32 counter, gint64 wall_ms);
