/* 5 x 7 glyphs of what a time stamp and a counter need; one byte per row, bit 4 is the leftmost column. */
#pragma once
#include <glib.h>

#define GLYPH_WIDTH 5
#define GLYPH_HEIGHT 7

static const struct {
  char character;
  guint8 rows[GLYPH_HEIGHT];
} scene_font[] = {
  { '0', { 14, 17, 19, 21, 25, 17, 14 } }, { '1', { 4, 12, 4, 4, 4, 4, 14 } },
  { '2', { 14, 17, 1, 2, 4, 8, 31 } },     { '3', { 31, 2, 4, 2, 1, 17, 14 } },
  { '4', { 2, 6, 10, 18, 31, 2, 2 } },     { '5', { 31, 16, 30, 1, 1, 17, 14 } },
  { '6', { 6, 8, 16, 30, 17, 17, 14 } },   { '7', { 31, 1, 2, 4, 8, 8, 8 } },
  { '8', { 14, 17, 17, 14, 17, 17, 14 } }, { '9', { 14, 17, 17, 15, 1, 2, 12 } },
  { '-', { 0, 0, 0, 31, 0, 0, 0 } },       { ':', { 0, 12, 12, 0, 12, 12, 0 } },
  { '.', { 0, 0, 0, 0, 0, 12, 12 } },      { '#', { 10, 10, 31, 10, 31, 10, 10 } },
};
