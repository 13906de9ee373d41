import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { until } from '../../until.ts';

const loop = suite('frameloop');

loop('reports that nothing takes its frames', async () => {
  const reports: string[] = [];
  // Frames without caps: framesink refuses them.
  const launch = 'fakesrc num-buffers=3 sizetype=fixed sizemax=100 ! frameloop ! framesink name=sink';
  const plan = { launch, properties: { sink: { channel: 'refusing' } } };
  const pipeline = new Pipeline(plan, 'refusing', (kind, text) => reports.push(`${kind}: ${text}`));
  pipeline.play();
  await until(() => reports.length > 0, 'a report', 10_000);
  assert.match(reports[0] ?? '', /^error: frameloop\d*: Internal data stream error/);
  pipeline.release();
});

loop.run();
