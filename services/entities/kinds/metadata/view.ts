import type { Board } from '../../../../hal/boards/board.ts';
import { headFactsOf } from '../../../../hal/boards/head-facts.ts';
import { contentFilterLimit } from '../../../events/content-filter.ts';
import { restoreFilter } from '../../../events/stored-filter.ts';
import { WsntFault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import type { MetadataSettings } from '../../../metadata/metadata-settings.ts';
import { modify, newName, newTimeout } from '../../changes.ts';
import type { ConfigurationView, MediaService } from '../../kind.ts';
import type { StreamEntities, StreamEntity } from '../../model.ts';
import { changeMulticast, multicastToWire } from '../../streams/multicast.ts';
import { changeSrtp, srtpAttribute, srtpOptions } from '../../streams/secure-streaming.ts';
import type { ViewOptions } from '../../view-options.ts';

/** Metadata configurations in both services (MED-09, MD2-08): what Media2 alone has depends on `service`. */

export interface MetadataEntity extends StreamEntity, MetadataSettings {}

export const compressions = ['None', 'GZIP'] as const;

function toWire(entity: MetadataEntity, UseCount: number, entities: StreamEntities): tt.MetadataConfiguration {
  const { token, name, ptz, events, analytics, compression, sessionTimeout } = entity;
  return {
    token,
    Name: name,
    UseCount,
    CompressionType: compression,
    ...(ptz === undefined ? {} : { PTZStatus: { Status: ptz.status, Position: ptz.position } }),
    ...(events === undefined ? {} : { Events: events.xml === '' ? {} : { Filter: restoreFilter(events) } }),
    Analytics: analytics,
    Multicast: multicastToWire(entities, 'Metadata', entity),
    SessionTimeout: `PT${sessionTimeout}S`,
  };
}

/** What the status of the heads tells (STR-75). */
function toldAxes(board: Board): Readonly<Record<'panTilt' | 'zoom' | 'panTiltPosition' | 'zoomPosition', boolean>> {
  const all = headFactsOf(board).map(({ axes }) => axes);
  return {
    panTilt: all.some(({ pan, tilt }) => pan !== undefined || tilt !== undefined),
    zoom: all.some(({ zoom }) => zoom !== undefined),
    panTiltPosition: all.some(({ pan, tilt }) => pan?.absolute === true || tilt?.absolute === true),
    zoomPosition: all.some(({ zoom }) => zoom?.absolute === true),
  };
}

/** Fault: ConfigModify for what the options do not offer. */
function checkOffered(wanted: tt.MetadataConfiguration, hasHeads: boolean): void {
  const { PTZStatus, GeoLocation, ShapePolygon, SensorData, AnalyticsEngineConfiguration, Events } = wanted;
  if (!hasHeads && (PTZStatus?.Status || PTZStatus?.Position)) throw modify('There is no PTZ unit');
  if (PTZStatus?.FieldOfView) throw modify('There is no field of view in the metadata');
  if (GeoLocation || ShapePolygon) throw modify('There are no objects in the metadata');
  if (SensorData !== undefined) throw modify('There is no sensor data');
  if (AnalyticsEngineConfiguration?.AnalyticsModule?.length) throw modify('There are no analytics modules');
  if (Events?.SubscriptionPolicy?.Any?.length) throw modify('There are no subscription policies');
}

/** All events without a filter, none without the element (tt:MetadataConfiguration). */
function newEvents({ storeFilter }: ViewOptions, wanted: tt.MetadataConfiguration): MetadataEntity['events'] {
  const { Events } = wanted;
  if (Events === undefined) return undefined;
  if (!Events.Filter?.Any?.length) return { xml: '' };
  try {
    return storeFilter(Events.Filter);
  } catch (error) {
    // The media services name no fault of their own for a filter that is not understood.
    if (error instanceof WsntFault) throw modify(`Events: ${error.message}`);
    throw error;
  }
}

function newCompression(present: MetadataEntity, wanted: string | undefined): MetadataEntity['compression'] {
  if (wanted === undefined) return present.compression;
  const compression = compressions.find((one) => one === wanted);
  if (compression === undefined) throw modify(`CompressionType ${wanted} is not among the options`);
  return compression;
}

export function metadataView(
  options: ViewOptions,
  service: MediaService,
): ConfigurationView<MetadataEntity, tt.MetadataConfiguration, tt.MetadataConfigurationOptions> {
  const axes = toldAxes(options.store.board);
  const secure = (): boolean => service === 'media2' && options.rtspsPort() !== undefined;
  return {
    toWire: (entity, count, entities) => ({
      ...toWire(entity, count, entities),
      ...srtpAttribute(entity, secure()),
    }),
    options: () => ({
      GeoLocation: false,
      MaxContentFilterSize: contentFilterLimit,
      ...srtpOptions(secure()),
      PTZStatusFilterOptions: {
        PanTiltStatusSupported: axes.panTilt,
        ZoomStatusSupported: axes.zoom,
        PanTiltPositionSupported: axes.panTiltPosition,
        ZoomPositionSupported: axes.zoomPosition,
      },
      Extension: { CompressionType: compressions },
    }),
    change: (present, wanted, entities) => {
      checkOffered(wanted, axes.panTilt || axes.zoom);
      const { PTZStatus, SecureStreamingProtocolAlgorithm, SessionTimeout } = wanted;
      return {
        token: present.token,
        name: newName(wanted.Name),
        ptz: PTZStatus && { status: PTZStatus.Status, position: PTZStatus.Position },
        events: newEvents(options, wanted),
        analytics: wanted.Analytics ?? present.analytics,
        compression: newCompression(present, wanted.CompressionType),
        multicast: changeMulticast(entities, 'Metadata', present, wanted.Multicast),
        srtp: changeSrtp(present, SecureStreamingProtocolAlgorithm, secure()),
        // Deprecated and ignored in Media2 (tt:MetadataConfiguration).
        sessionTimeout: service === 'media2' ? present.sessionTimeout : newTimeout(SessionTimeout),
      };
    },
  };
}
