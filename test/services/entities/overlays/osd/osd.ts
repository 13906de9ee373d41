import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../../hal/boards/virtual.ts';
import { mediaState } from '../../../../../services/entities/streams/media-state.ts';
import { type MediaOperations, mediaOperations } from '../../../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { createMediaService } from '../../../../../services/media/service.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import { Exchange } from '../../../events/exchange.ts';
import { type MediaUnderTest, mediaUnderTest } from '../../media-under-test.ts';

const osd = suite('on-screen display of both media services');
const ConfigurationToken = 'VideoSourceConfig1';
const wish: tt.OSDConfiguration = {
  token: '',
  VideoSourceConfigurationToken: { value: ConfigurationToken },
  Type: 'Text',
  Position: { Type: 'UpperLeft' },
  TextString: { Type: 'Plain', PlainText: 'door' },
};

function subject(camera: MediaUnderTest = mediaUnderTest(new Map(), virtual)) {
  return {
    camera,
    media: new Exchange<MediaOperations>(createMediaService(camera), mediaOperations),
    media2: new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations),
  };
}

/** What the media process gets for the first encoder. */
function planned({ store }: Pick<MediaUnderTest, 'store'>): string {
  const empty = mediaState(store.entities, store.board);
  const state = store.features.reduce((media, { plan }) => plan?.adjust(media) ?? media, empty);
  return state.encoders[0]?.osd ?? '';
}

/** Extremes of the options, as the official test cases take them. */
function extreme(options: tt.OSDConfigurationOptions, end: 'Min' | 'Max', position: string): tt.OSDConfiguration {
  const { TextOption } = options;
  const pick = (list: readonly string[] = []): string => (end === 'Min' ? list[0] : list.at(-1)) ?? '';
  const color = ({ Color, Transparent }: tt.OSDColorOptions = {}): tt.OSDColor => {
    const range = end === 'Min' ? Color?.ColorspaceRange?.[0] : Color?.ColorspaceRange?.at(-1);
    const { X, Y, Z, Colorspace } = range ?? { X: { Min: 0, Max: 0 }, Y: { Min: 0, Max: 0 }, Z: { Min: 0, Max: 0 } };
    const transparent = Transparent?.[end] ?? 0;
    return {
      Transparent: transparent,
      Color: { X: X[end], Y: Y[end], Z: Z[end], ...(Colorspace !== undefined && { Colorspace }) },
    };
  };
  return {
    ...wish,
    Position: position === 'Custom' ? { Type: position, Pos: { x: 0.1, y: -0.9 } } : { Type: position },
    TextString: {
      Type: pick(TextOption?.Type),
      ...(end === 'Max' && { DateFormat: pick(TextOption?.DateFormat), TimeFormat: pick(TextOption?.TimeFormat) }),
      FontSize: TextOption?.FontSizeRange?.[end] ?? 0,
      FontColor: color(TextOption?.FontColor),
      BackgroundColor: color(TextOption?.BackgroundColor),
      ...(end === 'Min' && { PlainText: 'text' }),
    },
  };
}

// shows MED-16, MD2-15
osd('texts of all extremes are created, told equal by both services, set, deleted, and persist', async () => {
  const { camera, media, media2 } = subject();
  const { Capabilities } = await media2.call('GetServiceCapabilities', {});
  assert.equal([Capabilities.OSD, Capabilities.TemporaryOSDText], [true, false]);
  assert.is((await media.call('GetServiceCapabilities', {})).Capabilities.OSD, true);
  const { OSDOptions } = await media2.call('GetOSDOptions', { ConfigurationToken });
  assert.equal(await media.call('GetOSDOptions', { ConfigurationToken }), { OSDOptions });
  for (const end of ['Min', 'Max'] as const)
    for (const place of OSDOptions.PositionOption) {
      const OSD = extreme(OSDOptions, end, place);
      const { OSDToken } = await media2.call('CreateOSD', { OSD });
      const told = { ...OSD, token: OSDToken };
      assert.equal((await media2.call('GetOSDs', { OSDToken })).OSDs, [told]);
      assert.equal((await media.call('GetOSD', { OSDToken })).OSD, told);
      const other = { ...extreme(OSDOptions, end === 'Min' ? 'Max' : 'Min', 'Custom'), token: OSDToken };
      await media.call('SetOSD', { OSD: other });
      const { media2: after } = subject(camera.restarted());
      assert.equal((await after.call('GetOSDs', { ConfigurationToken })).OSDs, [other]);
      await media2.call('DeleteOSD', { OSDToken });
      assert.equal((await media.call('GetOSDs', {})).OSDs ?? [], []);
    }
  await media.validate();
  await media2.validate();
});

osd('every format is accepted and drawn, one in other capitals as the one it means', async () => {
  const { camera, media2 } = subject();
  const { OSDOptions } = await media2.call('GetOSDOptions', { ConfigurationToken });
  const { OSDToken } = await media2.call('CreateOSD', { OSD: wish });
  const { DateFormat: dates = [], TimeFormat: times = [] } = OSDOptions.TextOption ?? {};
  assert.equal([dates.length, times.length], [8, 4]);
  for (const DateFormat of dates)
    for (const TimeFormat of times) {
      const TextString = { Type: 'DateAndTime', DateFormat, TimeFormat };
      await media2.call('SetOSD', { OSD: { ...wish, token: OSDToken, TextString } });
      assert.match(planned(camera), `('', '${DateFormat}', '${TimeFormat}')`);
    }
  const TextString = { Type: 'Date', DateFormat: 'YYYY-MM-DD' };
  await media2.call('SetOSD', { OSD: { ...wish, token: OSDToken, TextString } });
  assert.is((await media2.call('GetOSDs', { OSDToken })).OSDs?.[0]?.TextString?.DateFormat, 'yyyy-MM-dd');
});

const texts: readonly (readonly [what: string, sent: string, kept: string])[] = [
  ['4 KB', 'x'.repeat(4096), 'x'.repeat(512)],
  ['control characters', 'a\u0007b\tc\r\nd', 'abc\nd'],
  ['emoji', '😀'.repeat(600), '😀'.repeat(512)],
  ['right-to-left text', 'שלום', 'שלום'],
  ['overrides of the direction', 'a\u202eb', 'ab'],
  ['quotes and backslashes', `'"\\'\\n`, `'"\\'\\n`],
];

for (const [what, sent, kept] of texts)
  osd(`${what} in a text becomes what a picture can show`, async () => {
    const { handlers } = createMedia2Service(mediaUnderTest(new Map(), virtual));
    const { CreateOSD, GetOSDs } = handlers;
    if (typeof CreateOSD !== 'function' || typeof GetOSDs !== 'function') throw new Error('not offered');
    const context = { origin: 'http://192.0.2.2' } as never;
    await CreateOSD({ OSD: { ...wish, TextString: { Type: 'Plain', PlainText: sent } } } as never, context);
    const { OSDs } = (await GetOSDs({} as never, context)) as { readonly OSDs: readonly tt.OSDConfiguration[] };
    assert.is(OSDs[0]?.TextString?.PlainText, kept);
  });

osd('what is not in the options is refused, and nothing has changed', async () => {
  const { media, media2 } = subject();
  const { OSDToken: token } = await media2.call('CreateOSD', { OSD: wish });
  const before = await media2.call('GetOSDs', {});
  const bad: readonly Partial<tt.OSDConfiguration>[] = [
    { Position: { Type: 'Middle' } },
    { Position: { Type: 'Custom' } },
    { Position: { Type: 'Custom', Pos: { x: 1.5, y: 0 } } },
    { TextString: { Type: 'Clock' } },
    { TextString: { Type: 'Date', DateFormat: 'yy' } },
    { Type: 'Image', Image: { ImgPath: '/onvif/osd/9.png' } },
  ];
  for (const part of bad) {
    const OSD = { ...wish, token, ...part };
    assert.is(
      await media2.refusal('SetOSD', { OSD }),
      'Receiver ter:InvalidArgVal ter:ConfigModify',
      JSON.stringify(part),
    );
    assert.is(await media.refusal('SetOSD', { OSD }), 'Sender ter:InvalidArgVal ter:ConfigModify');
    assert.is(
      await media2.refusal('CreateOSD', { OSD: { ...OSD, token: '' } }),
      'Receiver ter:InvalidArgVal ter:ConfigModify',
    );
  }
  const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
  const elsewhere = { ...wish, VideoSourceConfigurationToken: { value: 'x' } };
  assert.is(await media2.refusal('CreateOSD', { OSD: elsewhere }), noConfig);
  assert.is(await media2.refusal('SetOSD', { OSD: { ...wish, token: 'x' } }), noConfig);
  assert.is(await media.refusal('DeleteOSD', { OSDToken: 'x' }), noConfig);
  assert.is(await media.refusal('GetOSD', { OSDToken: 'x' }), noConfig);
  assert.is(await media2.refusal('GetOSDs', { ConfigurationToken: 'x' }), noConfig);
  assert.is(await media2.refusal('GetOSDOptions', { ConfigurationToken: 'x' }), noConfig);
  assert.equal(await media2.call('GetOSDs', {}), before);
});

osd('as many as the options say are created, four images among them', async () => {
  const { media2 } = subject();
  const Image = { ImgPath: 'http://elsewhere/onvif/osd/1.png' };
  const image = { ...wish, Type: 'Image', TextString: undefined, Image } as unknown as tt.OSDConfiguration;
  for (let count = 0; count < 4; count += 1) await media2.call('CreateOSD', { OSD: image });
  assert.is(await media2.refusal('CreateOSD', { OSD: image }), 'Receiver ter:Action ter:MaxOSDs');
  for (let count = 0; count < 4; count += 1) await media2.call('CreateOSD', { OSD: wish });
  assert.is(await media2.refusal('CreateOSD', { OSD: wish }), 'Receiver ter:Action ter:MaxOSDs');
  assert.is((await media2.call('GetOSDs', {})).OSDs?.[0]?.Image?.ImgPath, 'http://192.0.2.2:8080/onvif/osd/1.png');
});

osd.run();
