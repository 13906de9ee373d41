/* Motion records as bytes. */
#pragma once
#include "motion.h"

/* Writes the record as bytes, in the order of motion-record.ts; returns their number. */
#define ANALYSIS_BYTES_MOST (52 + ANALYSIS_CELLS_MOST / 8 + ANALYSIS_CELLS_MOST + ANALYSIS_BLOBS_MOST * 18)
gsize analysis_write(const AnalysisRecord *record, guint8 *bytes);
