import { Fault } from '../../../faults/fault.ts';
import type * as tr2 from '../../../generated/tr2.ts';
import { OwnedList } from '../../../owned-list/owned-list.ts';
import { ownedSetting } from '../../../owned-list/owned-setting.ts';
import type { FeatureParts, MediaFeature } from '../../media-feature.ts';
import { findConfiguration } from '../../profiles.ts';
import { colorOptions, colorToWire, newColor } from '../color.ts';
import { coverAll, masksText } from './plan.ts';
import { inSight, mostPoints, newPolygon } from './polygon.ts';
import { maskList, maskTypes, type StoredMask } from './stored-mask.ts';
import { cannotMask, pictureOutline, type SourceView, sceneOutline, viewOf, viewText } from './view.ts';

type Parts = FeatureParts & { readonly list: OwnedList<StoredMask> };

function viewNow({ store, heads }: Parts, source: string): SourceView {
  return viewOf(store.board, store.entities, heads, source);
}

/** Points of a mask in the present picture; as they were sent where the picture is the same, or does not show it. */
function polygonNow(parts: Parts, { source, polygon, sentUnder, outline }: StoredMask): StoredMask['polygon'] {
  const view = viewNow(parts, source);
  if (viewText(view) === sentUnder) return polygon;
  const present = pictureOutline(view, outline);
  return (present && inSight(present)) ?? polygon;
}

function toWire(parts: Parts, mask: StoredMask): tr2.Mask {
  const { token, configuration, type: Type, enabled: Enabled, color } = mask;
  const Point = polygonNow(parts, mask).map(({ x, y }) => ({ x, y }));
  const told = { token, ConfigurationToken: configuration, Polygon: { Point }, Type, Enabled };
  return color === undefined ? told : { ...told, Color: colorToWire(color) };
}

function isSame(one: StoredMask['polygon'], other: StoredMask['polygon']): boolean {
  if (one.length !== other.length) return false;
  return one.every(({ x, y }, index) => Math.hypot(x - (other[index]?.x ?? 2), y - (other[index]?.y ?? 2)) < 1e-6);
}

/** Place of a polygon in the scene: the present one when the client sends back what it was told, so that nothing gets lost. */
function placed(
  parts: Parts,
  source: string,
  wanted: tr2.Mask,
  present: StoredMask | undefined,
): Pick<StoredMask, 'polygon' | 'sentUnder' | 'outline'> {
  const polygon = newPolygon(wanted.Polygon);
  if (present !== undefined && isSame(polygon, polygonNow(parts, present))) {
    const { sentUnder, outline } = present;
    return { polygon: present.polygon, sentUnder, outline };
  }
  const view = viewNow(parts, source);
  const outline = sceneOutline(view, polygon);
  if (outline === undefined) throw new Fault('ConfigModifyReceiver', 'The camera does not know yet where it looks');
  return { polygon, sentUnder: viewText(view), outline };
}

function fromWire(parts: Parts, wanted: tr2.Mask, present?: StoredMask): Omit<StoredMask, 'token'> {
  const { token, source } = findConfiguration(parts.store.entities, 'VideoSource', wanted.ConfigurationToken);
  if (present !== undefined && present.configuration !== token)
    throw new Fault('ConfigModifyReceiver', 'A mask stays with its video source configuration');
  const reason = cannotMask(parts.store.board, source);
  if (reason !== undefined && present === undefined) throw new Fault('MaxMasks', reason);
  const type = maskTypes.find((one) => one === wanted.Type);
  if (type === undefined) throw new Fault('ConfigModifyReceiver', `Type ${wanted.Type} is not offered`);
  return {
    ...{ configuration: token, source: present?.source ?? source, type, enabled: wanted.Enabled },
    ...(wanted.Color !== undefined && { color: newColor(wanted.Color) }),
    ...placed(parts, present?.source ?? source, wanted, present),
  };
}

/** Masks of a source for the media process; unreadable ones cover everything until a client sets some. */
function textOf({ list }: Parts, source: string): string {
  return list.unreadable === undefined ? masksText(list.all, source) : coverAll;
}

/** Waits until no picture is published without the present masks. */
async function inForce(parts: Parts): Promise<void> {
  const { store, confirmMasks } = parts;
  await Promise.all(store.board.sources.map(({ id }) => confirmMasks(id, textOf(parts, id))));
}

function told(parts: Parts, { Token, ConfigurationToken }: tr2.GetMasks): readonly StoredMask[] {
  const { list, store } = parts;
  if (Token !== undefined) return [list.one(Token)];
  if (ConfigurationToken === undefined) return list.all;
  const { token } = findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
  return list.all.filter(({ configuration }) => configuration === token);
}

function handlers(parts: Parts) {
  const { list, store } = parts;
  return {
    GetMasks: (request: tr2.GetMasks) => ({ Masks: told(parts, request).map((mask) => toWire(parts, mask)) }),
    GetMaskOptions: ({ ConfigurationToken }: tr2.GetMaskOptions): tr2.GetMaskOptionsResponse => {
      const { source } = findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
      const MaxMasks = cannotMask(store.board, source) === undefined ? list.limit : 0;
      const limits = { RectangleOnly: false, SingleColorOnly: false, MaxMasks, MaxPoints: mostPoints };
      return { Options: { ...limits, Types: maskTypes, Color: colorOptions } };
    },
    CreateMask: async ({ Mask }: tr2.CreateMask) => {
      const [made] = await list.create([{ ...fromWire(parts, Mask), token: Mask.token ?? '' }]);
      await inForce(parts);
      return { Token: made?.token ?? '' };
    },
    SetMask: async ({ Mask }: tr2.SetMask) => {
      await list.set(Mask.token ?? '', (present) => ({ token: present.token, ...fromWire(parts, Mask, present) }));
      await inForce(parts);
      return {};
    },
    DeleteMask: async ({ Token }: tr2.DeleteMask) => {
      await list.delete([Token]);
      await inForce(parts);
      return {};
    },
  };
}

/** Privacy masks (MD2-17): hidden in the captured picture, before anything else gets it. */
export const mask: MediaFeature<'Mask'> = {
  word: 'Mask',
  setting: ownedSetting(maskList),
  open: (parts) => {
    const list = new OwnedList(maskList, parts.settings);
    const all = { ...parts, list };
    return {
      plan: {
        adjust: (media) => ({
          ...media,
          sources: media.sources.map((source) => ({ ...source, masks: textOf(all, source.id) })),
        }),
        onChange: (listener) => list.onChange(listener),
      },
      media: { handlers: {}, capabilities: {} },
      media2: { handlers: handlers(all), capabilities: { SourceMask: true } },
    };
  },
};
