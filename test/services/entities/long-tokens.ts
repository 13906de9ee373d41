import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mediaOperations } from '../../../services/generated/media-operations.ts';
import { media2Operations } from '../../../services/generated/media2-operations.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { Exchange } from '../events/exchange.ts';
import { mediaUnderTest } from './media-under-test.ts';

const tokens = suite('long tokens');

const long = 'x'.repeat(65);
const profile = `<trt:ProfileToken>${long}</trt:ProfileToken>`;
const configuration = `<trt:ConfigurationToken>${long}</trt:ConfigurationToken>`;

/** Requests of ver10 with a token of 65 characters, and the fault of an unknown one. */
const media: readonly (readonly [operation: string, content: string, subcode: string])[] = [
  ['GetProfile', profile, 'NoProfile'],
  ['DeleteProfile', profile, 'NoProfile'],
  ['GetSnapshotUri', profile, 'NoProfile'],
  ['SetSynchronizationPoint', profile, 'NoProfile'],
  ['GetCompatibleMetadataConfigurations', profile, 'NoProfile'],
  ['RemoveMetadataConfiguration', profile, 'NoProfile'],
  ['AddVideoEncoderConfiguration', `<trt:ProfileToken>Profile1</trt:ProfileToken>${configuration}`, 'NoConfig'],
  ['GetVideoEncoderConfiguration', configuration, 'NoConfig'],
  ['GetAudioSourceConfigurationOptions', configuration, 'NoConfig'],
  ['GetGuaranteedNumberOfVideoEncoderInstances', configuration, 'NoConfig'],
];

const media2: typeof media = [
  ['GetProfiles', `<tr2:Token>${long}</tr2:Token>`, 'NoProfile'],
  ['DeleteProfile', `<tr2:Token>${long}</tr2:Token>`, 'NoProfile'],
  ['GetVideoEncoderConfigurations', configuration.replaceAll('trt:', 'tr2:'), 'NoConfig'],
  ['GetMetadataConfigurations', profile.replaceAll('trt:', 'tr2:'), 'NoProfile'],
  [
    'AddConfiguration',
    `<tr2:ProfileToken>Profile1</tr2:ProfileToken><tr2:Configuration><tr2:Type>VideoSource</tr2:Type>
      <tr2:Token>${long}</tr2:Token></tr2:Configuration>`,
    'NoConfig',
  ],
];

for (const [prefix, all] of [
  ['trt', media],
  ['tr2', media2],
] as const)
  for (const [operation, content, subcode] of all)
    tokens(`a token of 65 characters in ${prefix}:${operation} is unknown: ${subcode}`, async () => {
      const camera = mediaUnderTest();
      const soap =
        prefix === 'trt'
          ? new Exchange(createMediaService(camera), mediaOperations)
          : new Exchange(createMedia2Service(camera), media2Operations);
      const fault = await soap.refusedText(`<${prefix}:${operation}>${content}</${prefix}:${operation}>`);
      assert.is(fault, `Sender ter:InvalidArgVal ter:${subcode}`);
      await soap.validate();
    });

tokens('a profile of such a token is not created', async () => {
  const soap = new Exchange(createMediaService(mediaUnderTest()), mediaOperations);
  const request = `<trt:CreateProfile><trt:Name>x</trt:Name><trt:Token>${long}</trt:Token></trt:CreateProfile>`;
  assert.is(await soap.refusedText(request), 'Sender ter:InvalidArgVal');
});

tokens.run();
