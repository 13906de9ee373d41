import { Fault } from '../../../faults/fault.ts';
import type * as tr2 from '../../../generated/tr2.ts';
import type * as trt from '../../../generated/trt.ts';
import type * as tt from '../../../generated/tt.ts';
import type { RequestContext } from '../../../http/request-context.ts';
import { OwnedList } from '../../../owned-list/owned-list.ts';
import { ownedSetting } from '../../../owned-list/owned-setting.ts';
import type { FeatureParts, MediaFeature } from '../../media-feature.ts';
import { findConfiguration } from '../../profiles.ts';
import { fromWire } from './from-wire.ts';
import { slots } from './images/slots.ts';
import { osdText } from './plan.ts';
import { osdList, type StoredOsd } from './stored-osd.ts';
import { osdOptions, toWire } from './to-wire.ts';

type Context = Pick<RequestContext, 'origin'>;

/** Token of the configuration of an OSD. Fault: NoConfig. */
function configurationOf({ store }: FeatureParts, { VideoSourceConfigurationToken }: tt.OSDConfiguration): string {
  return findConfiguration(store.entities, 'VideoSource', VideoSourceConfigurationToken.value).token;
}

function checkImages(list: OwnedList<StoredOsd>, wanted: Omit<StoredOsd, 'token'>): void {
  if (wanted.image === undefined) return;
  const images = list.all.filter(
    ({ configuration, image }) => image !== undefined && configuration === wanted.configuration,
  );
  if (images.length >= slots.length) throw new Fault('MaxOSDs');
}

/** OSDs that a request asks for; an empty token counts as none. */
function told(
  { store }: FeatureParts,
  list: OwnedList<StoredOsd>,
  { OSDToken = '', ConfigurationToken = '' }: tr2.GetOSDs,
): readonly StoredOsd[] {
  if (OSDToken !== '') return [list.one(OSDToken)];
  if (ConfigurationToken === '') return list.all;
  const { token } = findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
  return list.all.filter(({ configuration }) => configuration === token);
}

function handlers(parts: FeatureParts, list: OwnedList<StoredOsd>) {
  return {
    GetOSDs: (request: tr2.GetOSDs, { origin }: Context) => ({
      OSDs: told(parts, list, request).map((one) => toWire(one, origin)),
    }),
    GetOSDOptions: ({ ConfigurationToken }: tr2.GetOSDOptions, { origin }: Context) => {
      findConfiguration(parts.store.entities, 'VideoSource', ConfigurationToken);
      return { OSDOptions: osdOptions(origin) };
    },
    CreateOSD: async ({ OSD }: tr2.CreateOSD) => {
      const wanted = fromWire(OSD, configurationOf(parts, OSD));
      checkImages(list, wanted);
      const [made] = await list.create([{ ...wanted, token: OSD.token }]);
      return { OSDToken: made?.token ?? '' };
    },
    SetOSD: async ({ OSD }: tr2.SetOSD) => {
      await list.set(OSD.token, (present) => {
        const configuration = configurationOf(parts, OSD);
        if (configuration !== present.configuration)
          throw new Fault('ConfigModifyReceiver', 'An OSD stays with its video source configuration');
        const wanted = fromWire(OSD, configuration);
        if ((wanted.image === undefined) !== (present.image === undefined)) checkImages(list, wanted);
        return { token: present.token, ...wanted };
      });
      return {};
    },
    DeleteOSD: async ({ OSDToken }: tr2.DeleteOSD) => {
      await list.delete([OSDToken]);
      return {};
    },
  };
}

/** The Media service (ver10) blames the sender for a value out of the options, Media2 the receiver. */
function inVer10<All extends Pick<ReturnType<typeof handlers>, 'CreateOSD' | 'SetOSD'>>(all: All): All {
  const blame = (error: unknown): never => {
    throw error instanceof Fault && error.faultName === 'ConfigModifyReceiver'
      ? new Fault('ConfigModify', error.message)
      : error;
  };
  return {
    ...all,
    CreateOSD: (request: tr2.CreateOSD) => all.CreateOSD(request).catch(blame),
    SetOSD: (request: tr2.SetOSD) => all.SetOSD(request).catch(blame),
  };
}

/** On-screen display (MED-16, MD2-15): texts, clocks and images, drawn at each encoder's size. */
export const osd: MediaFeature<'OSD'> = {
  word: 'OSD',
  setting: ownedSetting(osdList),
  open: (parts) => {
    const list = new OwnedList(osdList, parts.settings);
    const all = handlers(parts, list);
    const GetOSD = ({ OSDToken }: trt.GetOSD, { origin }: Context): trt.GetOSDResponse => ({
      OSD: toWire(list.one(OSDToken), origin),
    });
    const textOf = (source: string): string => {
      const entity = parts.store.entities.VideoSource.find((one) => one.source === source);
      return osdText(
        list.all.filter(({ configuration }) => configuration === entity?.token),
        parts.images.files,
      );
    };
    return {
      plan: {
        adjust: (media) => ({
          ...media,
          encoders: media.encoders.map((encoder) => ({ ...encoder, osd: textOf(encoder.source) })),
        }),
        onChange: (listener) => {
          const ends = [list.onChange(listener), parts.images.onChange(listener)];
          return () => {
            for (const end of ends) end();
          };
        },
      },
      media: { handlers: inVer10({ ...all, GetOSD }), capabilities: { TemporaryOSDText: false } },
      media2: { handlers: all, capabilities: { TemporaryOSDText: false } },
    };
  },
};
