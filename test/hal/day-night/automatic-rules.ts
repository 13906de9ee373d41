import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { automaticRules } from '../../../hal/day-night/automatic-rules.ts';
import type { BoundaryAdjustment } from '../../../hal/ports/day-night.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';

const rules = suite('rules of day and night');

type Row = readonly [string, readonly BoundaryAdjustment[], readonly [number, number, number, number]];

/** Cases: adjustments, boundaries to night and day (lux), delays to night and day (ms). */
const rows: readonly Row[] = [
  ['no adjustment keeps the defaults', [], [5, 20, 10_000, 10_000]],
  [
    'Common shifts both boundaries',
    [{ boundaryType: 'Common', boundaryOffset: 1, responseTime: 30 }],
    [50, 200, 30_000, 30_000],
  ],
  ['Common shifts to darkness', [{ boundaryType: 'Common', boundaryOffset: -1 }], [0.5, 2, 10_000, 10_000]],
  [
    'ToOn adjusts the change to day',
    [{ boundaryType: 'ToOn', boundaryOffset: 1, responseTime: 5 }],
    [5, 200, 10_000, 5000],
  ],
  [
    'ToOff adjusts the change to night',
    [{ boundaryType: 'ToOff', boundaryOffset: -1, responseTime: 600 }],
    [0.5, 20, 600_000, 10_000],
  ],
  [
    'ToOn and ToOff take precedence over Common, and inherit its time',
    [
      { boundaryType: 'ToOn', boundaryOffset: 0 },
      { boundaryType: 'Common', boundaryOffset: -1, responseTime: 60 },
    ],
    [0.5, 20, 60_000, 60_000],
  ],
  [
    'crossing boundaries stay a factor of two apart',
    [
      { boundaryType: 'ToOn', boundaryOffset: -1 },
      { boundaryType: 'ToOff', boundaryOffset: 1 },
    ],
    [50, 100, 10_000, 10_000],
  ],
];

for (const [name, adjustments, expected] of rows) {
  rules(name, () => {
    const { toNight, toDay, nightDelay, dayDelay } = automaticRules({ mode: 'AUTO', adjustments });
    assert.equal([toNight, toDay, nightDelay, dayDelay], expected);
  });
}

const refused: readonly (readonly [object, RegExp])[] = [
  [{ boundaryType: 'Common', boundaryOffset: 1.01 }, /BoundaryOffset 1\.01 is not in -1\.\.1/],
  [{ boundaryType: 'Common', boundaryOffset: Number.NaN }, /BoundaryOffset NaN/],
  [{ boundaryType: 'ToOn', boundaryOffset: 0, responseTime: 4 }, /ResponseTime \(seconds\) 4 is not in 5\.\.600/],
  [{ boundaryType: 'ToOn', boundaryOffset: 0, responseTime: 601 }, /601 is not in/],
  [{ boundaryType: 'Extended', boundaryOffset: 0 }, /BoundaryType Extended is not one of Common, ToOn, ToOff/],
];

for (const [adjustment, message] of refused) {
  rules(`refuses ${JSON.stringify(adjustment)}`, () => {
    assert.throws(
      () => automaticRules({ mode: 'AUTO', adjustments: [adjustment as BoundaryAdjustment] }),
      (error: unknown) => error instanceof HalError && message.test(error.message),
    );
  });
}

rules.run();
