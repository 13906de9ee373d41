import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import { headFactsOf } from '../../../../hal/boards/head-facts.ts';
import type { HeadFacts } from '../../../../hal/ports/ptz-head.ts';
import type * as tt from '../../../generated/tt.ts';
import type { ConfigurationView, Kind, Missing } from '../../kind.ts';
import { named } from '../../stored-parts.ts';
import { pictureOf } from './directions.ts';
import { defaultElements, defaultGroups, directionsOf, type PtzEntity, reverseModes, timeouts } from './entity.ts';
import { type PanTiltSpace, type Spaces, spacesOf, type ZoomSpace } from './spaces.ts';
import { ptzToWire } from './view.ts';

/** Default space of a group; relative moves go by the picture where the optics allow, as Frigate's tracking needs. */
function defaultSpace(list: readonly (PanTiltSpace | ZoomSpace)[], group: string): string | undefined {
  const view = group === 'RelativePanTiltTranslationSpace' ? list.find(({ unit }) => unit === 'view') : undefined;
  return (view ?? list[0])?.uri;
}

function defaultSpaces(spaces: Spaces): PtzEntity['spaces'] {
  const found = defaultGroups.map((group) => [group, defaultSpace(spaces[group], group)] as const);
  return Object.fromEntries(found.filter(([, uri]) => uri !== undefined));
}

/** Full speed. */
function defaultSpeed({ PanTiltSpeedSpace: [panTilt], ZoomSpeedSpace: [zoom] }: Spaces): tt.PTZSpeed {
  return {
    ...(panTilt && { PanTilt: { x: 1, y: 1, space: panTilt.uri } }),
    ...(zoom && { Zoom: { x: 1, space: zoom.uri } }),
  };
}

/** Twice the longest way at full speed, at least 10 s, ms: some clients hold a button at half speed and never send again. */
function defaultTimeout({ axes }: HeadFacts): number {
  const ways = Object.values(axes).map(({ min, max, maxSpeed }) => (2 * (max - min)) / maxSpeed);
  return Math.min(timeouts.max, Math.max(10, ...ways.map(Math.ceil)) * 1000);
}

function fresh(facts: HeadFacts): PtzEntity {
  const spaces = spacesOf(facts);
  return {
    token: facts.id,
    name: facts.id,
    node: facts.id,
    spaces: defaultSpaces(spaces),
    speed: defaultSpeed(spaces),
    timeout: defaultTimeout(facts),
    limits: {},
    limitSpaces: {},
    reverse: 'AUTO',
    eFlip: false,
  };
}

const bounds = z.object({ min: z.number().exactOptional(), max: z.number().exactOptional() });
const vector = { x: z.number().min(0), space: z.string().exactOptional() };

const stored: z.ZodType<PtzEntity> = z.object({
  ...named,
  node: z.string(),
  spaces: z.object(
    Object.fromEntries(Object.keys(defaultElements).map((group) => [group, z.string().exactOptional()])),
  ),
  speed: z.object({
    PanTilt: z.object({ ...vector, y: z.number().min(0) }).exactOptional(),
    Zoom: z.object(vector).exactOptional(),
  }),
  timeout: z.number().min(timeouts.min).max(timeouts.max),
  limits: z.object({ pan: bounds.exactOptional(), tilt: bounds.exactOptional(), zoom: bounds.exactOptional() }),
  limitSpaces: z.object({ panTilt: z.string().exactOptional(), zoom: z.string().exactOptional() }),
  reverse: z.enum(reverseModes),
  eFlip: z.boolean(),
});

/** Stored configuration with the defaults of its head for spaces that the head no longer has. */
function fitted(entity: PtzEntity, facts: HeadFacts): PtzEntity {
  const { spaces: defaults, speed } = fresh(facts);
  const spaces = spacesOf(facts);
  const has = (group: keyof Spaces, uri: string | undefined): boolean => spaces[group].some((one) => one.uri === uri);
  const kept = defaultGroups.filter((group) => has(group, entity.spaces[group]));
  const { PanTilt, Zoom } = entity.speed;
  return {
    ...entity,
    spaces: { ...defaults, ...Object.fromEntries(kept.map((group) => [group, entity.spaces[group]])) },
    speed: {
      ...speed,
      ...(PanTilt && has('PanTiltSpeedSpace', PanTilt.space) ? { PanTilt } : {}),
      ...(Zoom && has('ZoomSpeedSpace', Zoom.space) ? { Zoom } : {}),
    },
  };
}

/** Facts of a head of the board; undefined for an unknown token. */
function headOf(board: Board, id: string): HeadFacts | undefined {
  return headFactsOf(board).find((one) => one.id === id);
}

function missing(board: Board): Missing | undefined {
  return headFactsOf(board).length > 0 ? undefined : { reason: 'no pan, tilt or zoom', subcode: 'PTZNotSupported' };
}

function view(store: {
  readonly board: Board;
}): Pick<ConfigurationView<PtzEntity, tt.PTZConfiguration, never>, 'toWire'> {
  return {
    toWire: (entity, useCount, { VideoSource }) => {
      const { board } = store;
      const facts = headOf(board, entity.node);
      if (facts === undefined) return undefined;
      return ptzToWire(facts, entity, useCount, directionsOf(entity, pictureOf(facts, board, VideoSource).directions));
    },
  };
}

/** PTZ (PTZ-02, MED-03): one configuration for each head, with the token of its node. */
export const ptz: Kind<'PTZ', PtzEntity> = {
  name: 'PTZ',
  ver10: 'PTZ',
  needs: { media: ['VideoSource'], media2: ['VideoSource'] },
  missing,
  servesSource: (board, token, source) => headOf(board, token)?.sources.includes(source) ?? false,
  defaults: ({ board }) => headFactsOf(board).map(fresh),
  stored: ({ board }) =>
    stored
      .refine(({ node }) => headOf(board, node) !== undefined, { message: 'no head of this board' })
      .transform((entity) => {
        const facts = headOf(board, entity.node);
        return facts === undefined ? entity : fitted(entity, facts);
      }),
  media: ({ store }) => view(store),
  media2: ({ store }) => view(store),
};
