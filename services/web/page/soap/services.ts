import { type DeviceOperations, deviceOperations } from '../../../generated/device-operations.ts';
import { type EventsOperations, eventsOperations } from '../../../generated/events-operations.ts';
import { type ImagingOperations, imagingOperations } from '../../../generated/imaging-operations.ts';
import { type Media2Operations, media2Operations } from '../../../generated/media2-operations.ts';
import { type PtzOperations, ptzOperations } from '../../../generated/ptz-operations.ts';
import { request } from '../session/session.ts';
import { type ServiceClient, serviceClient } from './client.ts';
import { parseDocument } from './parse-document.ts';

const transport = { post: request, parse: parseDocument };

/** Services of the camera that the page calls; Media2 covers Media. Page and camera are of one version, and so are the paths. */
export const device: ServiceClient<DeviceOperations> = serviceClient(
  'onvif/device_service',
  deviceOperations,
  transport,
);
export const media: ServiceClient<Media2Operations> = serviceClient(
  'onvif/media2_service',
  media2Operations,
  transport,
);
export const imaging: ServiceClient<ImagingOperations> = serviceClient('onvif/imaging', imagingOperations, transport);
export const ptz: ServiceClient<PtzOperations> = serviceClient('onvif/PTZ', ptzOperations, transport);
export const events: ServiceClient<EventsOperations> = serviceClient(
  'onvif/event_service',
  eventsOperations,
  transport,
);
