/* The virtual scene: a drawn street around the camera, moving things, a clock, a machine-readable counter. */
#pragma once
#include <glib.h>

#include "scene-picture.h"

/* View of the camera, in degrees. A degree has the same number of pixels everywhere in the picture, so that a turn of the
 * camera moves every part of it equally far. */
typedef struct {
  double pan;           /* direction of the middle, right positive */
  double tilt;          /* up positive */
  double field_of_view; /* from the left to the right edge */
} SceneView;

/* Draws the scene as of `wall_ms` (ms since 1970), with what moves blurred by an exposure of that many seconds. */
void scene_draw(const ScenePicture *picture, const SceneView *view, gint64 wall_ms, double exposure);
/* Draws clock and counter, after all changes that a camera makes to the picture. */
void scene_draw_marks(const ScenePicture *picture, guint32 counter, gint64 wall_ms);
