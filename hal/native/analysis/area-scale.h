/* Scaling of a camera's picture by area, and its tint, straight from the formats of cameras. */
#pragma once
#include "motion.h"

typedef struct AreaScale AreaScale;

/* The result has `wide` x `high` pixels of luma, each a multiple of 4, and a tint for each tile of 4x4 pixels. */
AreaScale *area_scale_new(gint width, gint height, gint wide, gint high);
void area_scale_free(AreaScale *scale);
/* Pictures without colour get the tint 128. */
void area_scale_take(AreaScale *scale, const AnalysisPicture *picture, guint8 *luma, guint8 *tint_u, guint8 *tint_v);
