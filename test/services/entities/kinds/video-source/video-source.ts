import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as source from '../../../../../services/entities/kinds/video-source/video-source.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { refusalOf } from '../../../events/refusals.ts';
import { plain } from '../../boards.ts';

const videoSource = suite('video source');

const entity = { token: 'VideoSourceConfig1', name: 'source', source: 'VideoSource1' };
const wire: tt.VideoSourceConfiguration = {
  token: 'VideoSourceConfig1',
  Name: 'source',
  UseCount: 2,
  SourceToken: 'VideoSource1',
  Bounds: { x: 0, y: 0, width: 1280, height: 720 },
};

videoSource('tells the sources of the board and the one setting that they have', () => {
  assert.equal(source.videoSources(plain), [
    { token: 'VideoSource1', Framerate: 30, Resolution: { Width: 1280, Height: 720 } },
  ]);
  assert.equal(source.videoSourceToWire(plain, entity, 2), wire);
  assert.equal(source.videoSourceOptions(plain), {
    MaximumNumberOfProfiles: 16,
    BoundsRange: {
      XRange: { Min: 0, Max: 0 },
      YRange: { Min: 0, Max: 0 },
      WidthRange: { Min: 1280, Max: 1280 },
      HeightRange: { Min: 720, Max: 720 },
    },
    VideoSourceTokensAvailable: ['VideoSource1'],
  });
});

const rotated = (Mode: tt.RotateMode): tt.VideoSourceConfiguration => ({ ...wire, Extension: { Rotate: { Mode } } });

videoSource('takes back what it told, and another name', () => {
  for (const wanted of [wire, { ...wire, UseCount: 99 }, rotated('OFF')])
    assert.equal(source.changeVideoSource(plain, entity, wanted), entity);
  assert.equal(source.changeVideoSource(plain, entity, { ...wire, Name: 'door' }), { ...entity, name: 'door' });
});

const refused: readonly (readonly [what: string, wanted: tt.VideoSourceConfiguration])[] = [
  ['another source', { ...wire, SourceToken: 'VideoSource2' }],
  ['an offset', { ...wire, Bounds: { ...wire.Bounds, x: 1 } }],
  ['an offset downwards', { ...wire, Bounds: { ...wire.Bounds, y: -1 } }],
  ['a narrower picture', { ...wire, Bounds: { ...wire.Bounds, width: 1279 } }],
  ['a higher picture', { ...wire, Bounds: { ...wire.Bounds, height: 721 } }],
  ['a turned picture', rotated('ON')],
  ['a picture that turns itself', rotated('AUTO')],
  ['a long name', { ...wire, Name: 'x'.repeat(65) }],
];

for (const [what, wanted] of refused) {
  videoSource(`${what} is ConfigModify`, async () => {
    assert.is(await refusalOf(() => source.changeVideoSource(plain, entity, wanted)), 'ConfigModify');
  });
}

videoSource.run();
