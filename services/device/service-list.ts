import { Fault } from '../faults/fault.ts';
import { namespaceDeclarations } from '../generated/tables.ts';
import type * as tds from '../generated/tds.ts';
import type * as tt from '../generated/tt.ts';
import { encodeElement } from '../schema/codec.ts';
import { conventionalPrefix } from '../schema/type-registry.ts';
import type { ServicePlace } from '../soap/service.ts';
import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

type Services = DeviceOptions['services'];
type Category = Exclude<tt.CapabilityCategory, 'All'>;

/** Namespace of the service behind each category. */
const categories: Readonly<Record<Category, string | undefined>> = {
  Analytics: namespaceDeclarations.tan,
  Device: namespaceDeclarations.tds,
  Events: namespaceDeclarations.tev,
  Imaging: namespaceDeclarations.timg,
  Media: namespaceDeclarations.trt,
  PTZ: namespaceDeclarations.tptz,
};

/**
 * Capabilities and services (ONVIF Core 8.1). Addresses begin with the origin that the client used.
 * @param own capabilities of the device service itself
 */
export function serviceListFeature(
  { services }: Pick<DeviceOptions, 'services'>,
  own: () => tds.DeviceServiceCapabilities,
): DeviceFeature<'GetServices' | 'GetCapabilities' | 'GetServiceCapabilities' | 'GetWsdlUrl'> {
  return {
    capabilities: {},
    handlers: {
      GetServices: ({ IncludeCapability }, { origin }) => ({
        Service: services().map((service) => describe(service, origin, IncludeCapability)),
      }),
      GetCapabilities: ({ Category = [] }, { origin }) => {
        const named = Category.filter((category) => category !== 'All');
        const all = Category.length === 0 || named.length < Category.length;
        return { Capabilities: all ? everything(services, origin) : capabilities(named, services, origin) };
      },
      GetServiceCapabilities: () => ({ Capabilities: own() }),
      // GetWsdlUrl is deprecated since 20.12; the camera has no WSDL beyond the official one.
      GetWsdlUrl: () => ({ WsdlUrl: 'https://www.onvif.org/ver10/device/wsdl/devicemgmt.wsdl' }),
    },
  };
}

function describe(service: ServicePlace, origin: string, withCapabilities: boolean): tds.Service {
  const { namespace, path, version } = service;
  const described = { Namespace: namespace, XAddr: origin + path, Version: version };
  if (!withCapabilities) return described;
  const element = encodeElement(`${conventionalPrefix(namespace)}:Capabilities`, service.capabilities(origin));
  return { ...described, Capabilities: { Any: [element] } };
}

function older(service: ServicePlace, origin: string): tt.Capabilities {
  return service.olderCapabilities?.(origin + service.path, origin) ?? {};
}

function capabilities(asked: readonly Category[], services: Services, origin: string): tt.Capabilities {
  const found = asked.map((category) => {
    const service = services().find(({ namespace }) => namespace === categories[category]);
    if (service?.olderCapabilities === undefined) throw new Fault('NoSuchService');
    return older(service, origin);
  });
  return Object.assign({}, ...found) as tt.Capabilities;
}

/** Capabilities of all services; those without a category of their own are extensions. */
function everything(services: Services, origin: string): tt.Capabilities {
  const all = services().map((service) => older(service, origin));
  const extensions = all.flatMap(({ Extension }) => Extension ?? []);
  return {
    ...(Object.assign({}, ...all) as tt.Capabilities),
    ...(extensions.length > 0 && { Extension: Object.assign({}, ...extensions) as tt.CapabilitiesExtension }),
  };
}
