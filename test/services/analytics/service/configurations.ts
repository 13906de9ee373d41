import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { engineConfiguration } from '../../../../services/analytics/configurations.ts';
import { type MediaOperations, mediaOperations } from '../../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../../services/generated/media2-operations.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { createMediaService } from '../../../../services/media/service.ts';
import { createMedia2Service } from '../../../../services/media2/service.ts';
import { mediaUnderTest } from '../../entities/media-under-test.ts';
import { Exchange } from '../../events/exchange.ts';
import { analyticsUnderTest, config, configuration } from './analytics-under-test.ts';

const configurations = suite('analytics configurations');

const cells = 'tt:CellMotionDetector';
const itemOf = (rule: tt.Config | undefined, name: string): string | undefined =>
  rule?.Parameters.SimpleItem?.find(({ Name }) => Name === name)?.Value;

// shows MED-10, MD2-09, ANA-26
configurations('both media services and the analytics service have the same rules', async () => {
  const { soap, camera } = analyticsUnderTest();
  await soap.call('CreateRules', { ...configuration, Rule: [config('door', cells, { MinCount: '9' })] });
  const media = new Exchange<MediaOperations>(createMediaService(camera), mediaOperations);
  const media2 = new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations);
  const { Configuration } = await media.call('GetVideoAnalyticsConfiguration', configuration);
  const { Configurations: [same] = [] } = await media2.call('GetAnalyticsConfigurations', configuration);
  const [, , door] = Configuration.RuleEngineConfiguration.Rule ?? [];
  assert.is(itemOf(door, 'MinCount'), '9');
  assert.is(itemOf(same?.RuleEngineConfiguration.Rule?.[2], 'MinCount'), '9');
  // Rules that a client leaves out are deleted; modules are fixed and stay.
  const fewer = {
    ...Configuration,
    AnalyticsEngineConfiguration: {},
    RuleEngineConfiguration: { Rule: door ? [door] : [] },
  };
  await media.call('SetVideoAnalyticsConfiguration', { Configuration: fewer, ForcePersistence: true });
  const { Rule = [] } = await soap.call('GetRules', configuration);
  assert.equal(
    Rule.map(({ Name }) => Name),
    ['door'],
  );
  assert.is((await soap.call('GetAnalyticsModules', configuration)).AnalyticsModule?.length, 2);
  const bad = { ...fewer, RuleEngineConfiguration: { Rule: [config('door', cells, { MinCount: '0' })] } };
  const refused = await media.refusal('SetVideoAnalyticsConfiguration', { Configuration: bad, ForcePersistence: true });
  assert.is(refused, 'Sender ter:InvalidArgVal ter:ConfigModify');
  for (const one of [media, media2, soap]) await one.validate();
});

configurations('rules survive a restart, with their values', async () => {
  const { soap, rules, restarted } = analyticsUnderTest();
  await soap.call('CreateRules', { ...configuration, Rule: [config('door', cells, { ActiveCells: 'uQA=' })] });
  assert.equal(await restarted().rules(), await rules());
});

configurations('rules of an unknown type are kept, but neither told nor run', async () => {
  const first = analyticsUnderTest();
  const strange = { name: 'strange', type: 'tt:FromTheFuture', parameters: { Depth: [1, 2] } };
  await first.camera.store.change((present) => ({
    next: { ...present, Analytics: present.Analytics.map((one) => ({ ...one, rules: [...one.rules, strange] })) },
    changes: [],
  }));
  const { soap, rules, stored } = first.restarted();
  assert.equal(
    (await rules()).map(({ Name }) => Name),
    ['Motion', 'Region'],
  );
  const named = { ...configuration, Rule: [config('strange', cells)] };
  assert.is(await soap.refusal('CreateRules', named), 'Sender ter:InvalidArgVal ter:RuleAlreadyExistent');
  await soap.call('DeleteRules', { ...configuration, RuleName: ['Motion'] });
  assert.equal(stored().rules.at(-1), strange);
  const { rules: running } = engineConfiguration(stored(), 'VideoSourceConfig1', {
    columns: 32,
    rows: 18,
    classes: [],
  });
  assert.equal(
    running.map(({ name }) => name),
    ['Region'],
  );
});

configurations('stored values that cannot be read are the defaults', async () => {
  const first = analyticsUnderTest();
  await first.camera.store.change((present) => ({
    next: {
      ...present,
      Analytics: present.Analytics.map((one) => ({
        ...one,
        rules: [{ name: 'Motion', type: cells, parameters: { MinCount: 'many', AlarmOnDelay: 500 } }],
      })),
    },
    changes: [],
  }));
  const [motion] = await first.restarted().rules();
  assert.equal([itemOf(motion, 'MinCount'), itemOf(motion, 'AlarmOnDelay')], ['4', '500']);
});

configurations('cells of another layout go over by the middle of each cell', async () => {
  const { soap, restarted } = analyticsUnderTest();
  // The upper 9 of 18 rows: 36 bytes of ones, 36 of zeros.
  const upper = Buffer.from([257 - 36, 0xff, 257 - 36, 0]).toString('base64');
  await soap.call('ModifyRules', { ...configuration, Rule: [config('Motion', cells, { ActiveCells: upper })] });
  const [motion] = await restarted({ grid: () => ({ columns: 32, rows: 24 }) }).rules();
  // The upper 12 of 24 rows.
  assert.is(itemOf(motion, 'ActiveCells'), Buffer.from([257 - 48, 0xff, 257 - 48, 0]).toString('base64'));
});

configurations('a media section that an older firmware wrote gets its analytics', () => {
  const { camera, stored } = analyticsUnderTest();
  const { Analytics: _none, profiles, ...rest } = camera.store.entities;
  const old = profiles.map((one) => {
    const { Analytics: _token, ...configurations } = one.configurations;
    return { ...one, configurations };
  });
  const section = { version: 2, value: { ...rest, profiles: old } };
  const { store } = mediaUnderTest(new Map([['media', JSON.stringify(section.value)]]));
  assert.equal(store.entities.Analytics[0], stored());
  assert.is(store.entities.profiles[0]?.configurations.Analytics, 'VideoAnalytics1');
});

configurations.run();
