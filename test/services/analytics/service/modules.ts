import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyticsUnderTest, config, configuration } from './analytics-under-test.ts';

const modules = suite('modules of the analytics service');

const engine = 'tt:CellMotionEngine';
const tracker = 'vedette:ObjectTracker';
const invalid = 'Sender ter:InvalidArgVal ter:InvalidModule';
const layout = (columns: number): string =>
  `<tt:CellLayout Columns="${columns}" Rows="18"><tt:Transformation/></tt:CellLayout>`;

// shows ANA-22, ANA-23, ANA-24, ANA-25, ANA-40
modules('every operation answers by the schemas, with a detector and without', async () => {
  for (const classes of [[], ['Human', 'Vehicle', 'Animal']]) {
    const { soap } = analyticsUnderTest({ grid: () => undefined, classes: () => classes });
    await soap.call('GetSupportedAnalyticsModules', configuration);
    await soap.call('GetAnalyticsModuleOptions', configuration);
    await soap.call('GetAnalyticsModuleOptions', { ...configuration, Type: tracker });
    const { AnalyticsModule = [] } = await soap.call('GetAnalyticsModules', configuration);
    assert.equal(
      AnalyticsModule.map(({ Type }) => Type),
      [engine, tracker],
    );
    await soap.call('ModifyAnalyticsModules', { ...configuration, AnalyticsModule });
    const { Capabilities } = await soap.call('GetServiceCapabilities', {});
    assert.equal(new Set(Object.values(Capabilities)), new Set([true]));
    await soap.validate();
  }
});

// shows ANA-02, ANA-24
modules('sample frames have all classes, in the top left quarter', async () => {
  const { soap } = analyticsUnderTest({ grid: () => undefined, classes: () => ['Human', 'Vehicle'] });
  const { AnalyticsModule = [] } = await soap.call('GetSupportedMetadata', {});
  const objects = AnalyticsModule.flatMap(({ SampleFrame }) => SampleFrame.Object ?? []);
  assert.equal(
    objects.map(({ Appearance }) => Appearance?.Class?.Type?.[0]?.value),
    ['Human', 'Vehicle'],
  );
  for (const { Appearance } of objects) {
    const { left = 1, right = 1, top = -1, bottom = -1 } = Appearance?.Shape?.BoundingBox ?? {};
    assert.ok(left < right && right < 0 && bottom < top && bottom > 0);
  }
  const one = await soap.call('GetSupportedMetadata', { Type: engine });
  assert.is(one.AnalyticsModule?.[0]?.SampleFrame.Extension?.MotionInCells?.Columns, 32);
  const unknown = await soap.refusal('GetSupportedMetadata', { Type: 'tt:NoModule' });
  assert.is(unknown, 'Sender ter:InvalidArgVal ter:TypeNotExistent');
  await soap.validate();
});

const changes: readonly (readonly [what: string, module: ReturnType<typeof config>, fault: string])[] = [
  ['the least sensitivity', config('CellMotion', engine, { Sensitivity: '0' }), ''],
  ['the highest sensitivity', config('CellMotion', engine, { Sensitivity: '100' }), ''],
  ['more than that', config('CellMotion', engine, { Sensitivity: '101' }), invalid],
  ['the layout as it is', config('CellMotion', engine, {}, { Layout: layout(32) }), ''],
  ['another layout', config('CellMotion', engine, {}, { Layout: layout(22) }), invalid],
  ['a size', config('ObjectTracker', tracker, { MinObjectWidth: '0.25' }), ''],
  ['too large a size', config('ObjectTracker', tracker, { MinObjectWidth: '1.5' }), invalid],
  ['a confidence without a detector', config('ObjectTracker', tracker, { ConfidenceLevel: '50' }), invalid],
  ['an unknown module', config('x', engine), 'Sender ter:InvalidArgVal ter:NameNotExistent'],
  ['another type', config('CellMotion', tracker), 'Receiver ter:Action ter:TypeChangeProhibited'],
];

for (const [what, module, fault] of changes)
  modules(`a module is ${fault === '' ? 'set' : 'refused'}: ${what}`, async () => {
    const { soap, stored } = analyticsUnderTest();
    const before = stored();
    const refused = await soap.refusal('ModifyAnalyticsModules', { ...configuration, AnalyticsModule: [module] });
    assert.is(refused, fault);
    if (fault !== '') assert.is(stored(), before);
    await soap.validate();
  });

modules('modules are neither made nor deleted', async () => {
  const { soap } = analyticsUnderTest();
  const create = (module: ReturnType<typeof config>): Promise<string> =>
    soap.refusal('CreateAnalyticsModules', { ...configuration, AnalyticsModule: [module] });
  assert.is(await create(config('more', engine)), 'Sender ter:Action ter:FixedModules');
  assert.is(await create(config('more', 'tt:NoModule')), invalid);
  assert.is(await create(config('CellMotion', engine)), 'Sender ter:InvalidArgVal ter:NameAlreadyExistent');
  const remove = (name: string): Promise<string> =>
    soap.refusal('DeleteAnalyticsModules', { ...configuration, AnalyticsModuleName: [name] });
  assert.is(await remove('CellMotion'), 'Sender ter:Action ter:FixedModules');
  assert.is(await remove('x'), 'Sender ter:InvalidArgVal ter:NameNotExistent');
});

modules.run();
