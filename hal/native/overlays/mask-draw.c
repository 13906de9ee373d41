/* Drawing of privacy masks, in place. Means of all blocks are taken before the first pixel is written. */
#include "mask-draw.h"

#include <math.h>
#include <string.h>

/* Blocks of the mosaic: a part of the height, no smaller than so many pixels. */
#define BLOCK_PART 24
#define SMALLEST_BLOCK 16

MaskDrawing *mask_drawing_new(void)
{
  MaskDrawing *drawing = g_new(MaskDrawing, 1);
  drawing->solid = g_array_new(FALSE, FALSE, sizeof(MaskArea));
  drawing->mosaic = g_array_new(FALSE, FALSE, sizeof(MaskSpan));
  drawing->blurred = g_array_new(FALSE, FALSE, sizeof(MaskSpan));
  return drawing;
}

void mask_drawing_free(MaskDrawing *drawing)
{
  for (guint i = 0; i < drawing->solid->len; i++)
    g_array_unref(g_array_index(drawing->solid, MaskArea, i).spans);
  g_array_unref(drawing->solid);
  g_array_unref(drawing->mosaic);
  g_array_unref(drawing->blurred);
  g_free(drawing);
}

void mask_spans_append(GArray *spans, const MaskGrid *grid)
{
  for (gint row = 0; row < grid->rows; row++) {
    const guint8 *cells = grid->cells + (gsize)row * (gsize)grid->columns;
    for (gint column = 0; column < grid->columns; column++) {
      MaskSpan span = { row, column, column };
      while (span.to < grid->columns && cells[span.to])
        span.to++;
      if (span.to > span.from)
        g_array_append_val(spans, span);
      column = span.to;
    }
  }
}

void mask_color_of(const GstVideoInfo *info, gboolean rgb, const double color[3], guint8 *components)
{
  gdouble red = 0.299, blue = 0.114;
  gboolean full = GST_VIDEO_INFO_COLORIMETRY(info).range == GST_VIDEO_COLOR_RANGE_0_255;
  double luma = (color[0] - 16) / 219, cb = (color[1] - 128) / 224, cr = (color[2] - 128) / 224;
  if (rgb) {
    gst_video_color_matrix_get_Kr_Kb(GST_VIDEO_INFO_COLORIMETRY(info).matrix, &red, &blue);
    luma = (red * color[0] + (1 - red - blue) * color[1] + blue * color[2]) / 255;
    cb = (color[2] / 255 - luma) / (2 * (1 - blue));
    cr = (color[0] / 255 - luma) / (2 * (1 - red));
  }
  double values[] = { full ? luma * 255 : 16 + luma * 219, 128 + cb * (full ? 255 : 224), 128 + cr * (full ? 255 : 224) };
  for (gint i = 0; i < 3; i++)
    components[i] = (guint8)CLAMP(lround(values[i]), 0, 255);
}

void mask_drawing_add_solid(MaskDrawing *drawing, const MaskGrid *grid, const GstVideoInfo *info, gboolean rgb,
                            const double color[3])
{
  MaskArea area = { { 0 }, g_array_new(FALSE, FALSE, sizeof(MaskSpan)) };
  mask_color_of(info, rgb, color, area.color);
  mask_spans_append(area.spans, grid);
  g_array_append_val(drawing->solid, area);
}

/* A component of a mapped frame with the size of its samples. */
typedef struct {
  guint8 *data;
  gint stride;
  gint pixel; /* octets between two samples */
  gint width;
  gint height;
  gint across; /* samples of a cell */
  gint down;
} Component;

static Component component_of(const GstVideoFrame *frame, guint index)
{
  const GstVideoFormatInfo *format = frame->info.finfo;
  return (Component){ GST_VIDEO_FRAME_COMP_DATA(frame, index), GST_VIDEO_FRAME_COMP_STRIDE(frame, index),
                      GST_VIDEO_FRAME_COMP_PSTRIDE(frame, index), GST_VIDEO_FRAME_COMP_WIDTH(frame, index),
                      GST_VIDEO_FRAME_COMP_HEIGHT(frame, index), MASK_CELL >> GST_VIDEO_FORMAT_INFO_W_SUB(format, index),
                      MASK_CELL >> GST_VIDEO_FORMAT_INFO_H_SUB(format, index) };
}

static void fill_row(guint8 *row, gint pixel, gint count, guint8 value)
{
  if (pixel == 1)
    memset(row, value, (gsize)MAX(count, 0));
  else
    for (gint x = 0; x < count; x++)
      row[x * pixel] = value;
}

static void draw_solid(const Component *part, const GArray *spans, guint8 value)
{
  for (guint i = 0; i < spans->len; i++) {
    MaskSpan span = g_array_index(spans, MaskSpan, i);
    gint from = span.from * part->across, to = MIN(span.to * part->across, part->width);
    for (gint y = span.row * part->down; y < MIN((span.row + 1) * part->down, part->height); y++)
      fill_row(part->data + (gsize)y * (gsize)part->stride + (gsize)(from * part->pixel), part->pixel, to - from, value);
  }
}

/* Blocks of one component: their sides in samples, and the mean of each. */
typedef struct {
  gint wide;
  gint high;
  gint columns;
  gint rows;
  guint8 *means;
} Blocks;

static guint8 mean_of(const Component *part, gint left, gint top, gint right, gint bottom)
{
  guint32 sum = 0;
  for (gint y = top; y < bottom; y++) {
    const guint8 *row = part->data + (gsize)y * (gsize)part->stride;
    if (part->pixel == 1)
      for (gint x = left; x < right; x++)
        sum += row[x];
    else
      for (gint x = left; x < right; x++)
        sum += row[x * part->pixel];
  }
  guint32 count = (guint32)((right - left) * (bottom - top));
  return (guint8)((sum + count / 2) / MAX(count, 1));
}

/* Marks the blocks of the spans, and those within `reach` of them. */
static void mark_blocks(guint8 *wanted, const Blocks *blocks, const Component *part, const GArray *spans, gint reach)
{
  for (guint i = 0; i < spans->len; i++) {
    MaskSpan span = g_array_index(spans, MaskSpan, i);
    gint row = MIN(span.row * part->down / blocks->high, blocks->rows - 1);
    gint first = span.from * part->across / blocks->wide, last = (span.to * part->across - 1) / blocks->wide;
    for (gint y = MAX(row - reach, 0); y <= MIN(row + reach, blocks->rows - 1); y++)
      for (gint x = MAX(first - reach, 0); x <= MIN(last + reach, blocks->columns - 1); x++)
        wanted[y * blocks->columns + x] = 1;
  }
}

static Blocks blocks_of(const MaskDrawing *drawing, const Component *part, gint side)
{
  Blocks blocks = { side * part->across / MASK_CELL, side * part->down / MASK_CELL, 0, 0, NULL };
  blocks.columns = (part->width + blocks.wide - 1) / blocks.wide;
  blocks.rows = (part->height + blocks.high - 1) / blocks.high;
  gsize count = (gsize)blocks.columns * (gsize)blocks.rows;
  guint8 *wanted = g_malloc0(count);
  blocks.means = g_malloc0(count);
  mark_blocks(wanted, &blocks, part, drawing->mosaic, 0);
  mark_blocks(wanted, &blocks, part, drawing->blurred, 1);
  for (gsize i = 0; i < count; i++) {
    gint left = (gint)i % blocks.columns * blocks.wide, top = (gint)i / blocks.columns * blocks.high;
    if (wanted[i])
      blocks.means[i] = mean_of(part, left, top, MIN(left + blocks.wide, part->width), MIN(top + blocks.high, part->height));
  }
  g_free(wanted);
  return blocks;
}

static void draw_mosaic(const Component *part, const Blocks *blocks, const GArray *spans)
{
  for (guint i = 0; i < spans->len; i++) {
    MaskSpan span = g_array_index(spans, MaskSpan, i);
    gint end = MIN(span.to * part->across, part->width);
    for (gint y = span.row * part->down; y < MIN((span.row + 1) * part->down, part->height); y++) {
      const guint8 *means = blocks->means + y / blocks->high * blocks->columns;
      guint8 *row = part->data + (gsize)y * (gsize)part->stride;
      for (gint x = span.from * part->across; x < end;) {
        gint block = x / blocks->wide, next = MIN((block + 1) * blocks->wide, end);
        fill_row(row + x * part->pixel, part->pixel, next - x, means[block]);
        x = next;
      }
    }
  }
}

/* Part of the way from one block's middle to the next, of 256, for each sample between them. */
static guint16 *shares_of(gint side)
{
  guint16 *shares = g_new(guint16, (gsize)side);
  for (gint i = 0; i < side; i++)
    shares[i] = (guint16)((2 * i + (side % 2 == 0)) * 128 / side);
  return shares;
}

/* First sample that is not before the middle of a block. */
static gint middle_of(gint block, gint side)
{
  return block * side + side / 2;
}

static gint block_before(gint place, gint side)
{
  return (place + side - side / 2) / side - 1;
}

/* Means of a row of samples: mixed of the blocks above and below it, of 65536. */
static void mix_row(guint32 *mixed, const Blocks *blocks, const guint16 *shares, gint y)
{
  gint block = block_before(y, blocks->high);
  guint32 share = shares[y - middle_of(block, blocks->high)];
  const guint8 *upper = blocks->means + CLAMP(block, 0, blocks->rows - 1) * blocks->columns;
  const guint8 *lower = blocks->means + CLAMP(block + 1, 0, blocks->rows - 1) * blocks->columns;
  for (gint x = 0; x < blocks->columns; x++)
    mixed[x] = upper[x] * (256 - share) + lower[x] * share;
}

/* Writes samples whose values rise evenly from the middle of one block to that of the next. */
static void blur_row(guint8 *row, gint pixel, gint from, gint to, const Blocks *blocks, const guint32 *mixed,
                     const guint16 *shares)
{
  for (gint block = block_before(from, blocks->wide); from < to; block++) {
    guint32 one = mixed[CLAMP(block, 0, blocks->columns - 1)], other = mixed[CLAMP(block + 1, 0, blocks->columns - 1)];
    gint start = middle_of(block, blocks->wide), end = MIN(start + blocks->wide, to);
    const guint16 *share = shares + (from - start);
    if (pixel == 1)
      for (gint x = 0; x < end - from; x++)
        row[from + x] = (guint8)((one * (256 - share[x]) + other * share[x] + 32768) >> 16);
    else
      for (gint x = 0; x < end - from; x++)
        row[(from + x) * pixel] = (guint8)((one * (256 - share[x]) + other * share[x] + 32768) >> 16);
    from = end;
  }
}

static void draw_blurred(const Component *part, const Blocks *blocks, const GArray *spans)
{
  if (spans->len == 0)
    return;
  guint16 *across = shares_of(blocks->wide), *down = shares_of(blocks->high);
  guint32 *mixed = g_new(guint32, (gsize)blocks->columns);
  for (guint i = 0; i < spans->len; i++) {
    MaskSpan span = g_array_index(spans, MaskSpan, i);
    for (gint y = span.row * part->down; y < MIN((span.row + 1) * part->down, part->height); y++) {
      mix_row(mixed, blocks, down, y);
      blur_row(part->data + (gsize)y * (gsize)part->stride, part->pixel, span.from * part->across,
               MIN(span.to * part->across, part->width), blocks, mixed, across);
    }
  }
  g_free(mixed);
  g_free(across);
  g_free(down);
}

void mask_draw(const MaskDrawing *drawing, GstVideoFrame *frame)
{
  gint side = MAX(SMALLEST_BLOCK, GST_VIDEO_FRAME_HEIGHT(frame) / BLOCK_PART) & ~1;
  gboolean blocky = drawing->mosaic->len > 0 || drawing->blurred->len > 0;
  for (guint index = 0; index < GST_VIDEO_FRAME_N_COMPONENTS(frame); index++) {
    Component part = component_of(frame, index);
    if (blocky) {
      Blocks blocks = blocks_of(drawing, &part, side);
      draw_mosaic(&part, &blocks, drawing->mosaic);
      draw_blurred(&part, &blocks, drawing->blurred);
      g_free(blocks.means);
    }
    for (guint i = 0; i < drawing->solid->len; i++) {
      const MaskArea *area = &g_array_index(drawing->solid, MaskArea, i);
      draw_solid(&part, area->spans, area->color[index]);
    }
  }
}
