import { Fault } from '../faults/fault.ts';
import type { DeviceOperations } from '../generated/device-operations.ts';
import { namespaceDeclarations } from '../generated/tables.ts';
import type * as tan from '../generated/tan.ts';
import type * as tds from '../generated/tds.ts';
import type * as tev from '../generated/tev.ts';
import type * as trt from '../generated/trt.ts';
import type * as tt from '../generated/tt.ts';
import { encodeElement } from '../schema/codec.ts';
import type { Handlers, ServicePlace } from '../soap/service.ts';
import { deviceCapabilities, serviceCapabilities } from './capabilities.ts';
import type { DeviceOptions } from './options.ts';

type Facts = Pick<DeviceOptions, 'services' | 'ipVersion6' | 'ports'>;
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

/** Writes the part of tt:Capabilities that stands for one service. */
type Writer = (XAddr: string, binding: ServicePlace, facts: Facts) => tt.Capabilities;

// Each service hands its capabilities out as the Capabilities type of its own schema. An XAddr begins with the origin.
const writers: Readonly<Record<Category, Writer>> = {
  Analytics: (XAddr, binding) => {
    const { RuleSupport = false, AnalyticsModuleSupport = false } = binding.capabilities(XAddr) as tan.Capabilities;
    return { Analytics: { XAddr, RuleSupport, AnalyticsModuleSupport } };
  },
  Device: (XAddr, { version }, facts) => ({ Device: deviceCapabilities(XAddr, version, facts) }),
  Events: (XAddr, binding) => ({ Events: eventCapabilities(XAddr, binding.capabilities(XAddr) as tev.Capabilities) }),
  Imaging: (XAddr) => ({ Imaging: { XAddr } }),
  Media: (XAddr, binding) => ({ Media: mediaCapabilities(XAddr, binding.capabilities(XAddr) as trt.Capabilities) }),
  PTZ: (XAddr) => ({ PTZ: { XAddr } }),
};

function eventCapabilities(XAddr: string, event: tev.Capabilities): tt.EventCapabilities {
  return {
    XAddr,
    WSSubscriptionPolicySupport: event.WSSubscriptionPolicySupport ?? false,
    WSPullPointSupport: (event.MaxPullPoints ?? 1) > 0,
    WSPausableSubscriptionManagerInterfaceSupport: event.WSPausableSubscriptionManagerInterfaceSupport ?? false,
  };
}

function mediaCapabilities(
  XAddr: string,
  { StreamingCapabilities, ProfileCapabilities }: trt.Capabilities,
): tt.MediaCapabilities {
  const { RTPMulticast = false, RTP_TCP = false, RTP_RTSP_TCP = false } = StreamingCapabilities;
  return {
    XAddr,
    StreamingCapabilities: { RTPMulticast, RTP_TCP, RTP_RTSP_TCP },
    Extension: {
      ProfileCapabilities: { MaximumNumberOfProfiles: ProfileCapabilities.MaximumNumberOfProfiles ?? 0 },
    },
  };
}

function prefixOf(namespace: string): string {
  const prefix = Object.keys(namespaceDeclarations).find((name) => namespaceDeclarations[name] === namespace);
  if (prefix === undefined) throw new Error(`no prefix for ${namespace}`);
  return prefix;
}

/** Capabilities and services (ONVIF Core 8.1). Addresses begin with the origin that the client used. */
export function serviceListOperations(
  facts: Facts,
): Pick<Handlers<DeviceOperations>, 'GetServices' | 'GetCapabilities' | 'GetServiceCapabilities' | 'GetWsdlUrl'> {
  return {
    GetServices: ({ IncludeCapability }, { origin }) => ({
      Service: facts.services().map((binding) => describe(binding, origin, IncludeCapability)),
    }),
    GetCapabilities: ({ Category = [] }, { origin }) => {
      const named = Category.filter((category) => category !== 'All');
      const all = Category.length === 0 || named.length < Category.length;
      return { Capabilities: all ? everything(facts, origin) : capabilities(named, facts, origin) };
    },
    GetServiceCapabilities: () => ({ Capabilities: serviceCapabilities(facts) }),
    // Deprecated since 20.12: the official document is the product's own one, nothing is added to it.
    GetWsdlUrl: () => ({ WsdlUrl: 'https://www.onvif.org/ver10/device/wsdl/devicemgmt.wsdl' }),
  };
}

function describe(binding: ServicePlace, origin: string, withCapabilities: boolean): tds.Service {
  const { namespace, path, version } = binding;
  const service = { Namespace: namespace, XAddr: origin + path, Version: version };
  if (!withCapabilities) return service;
  const element = encodeElement(`${prefixOf(namespace)}:Capabilities`, binding.capabilities(origin));
  return { ...service, Capabilities: { Any: [element] } };
}

function serviceOf(category: Category, { services }: Facts): ServicePlace | undefined {
  return services().find(({ namespace }) => namespace === categories[category]);
}

function capabilities(asked: readonly Category[], facts: Facts, origin: string): tt.Capabilities {
  let all: tt.Capabilities = {};
  for (const category of asked) {
    const binding = serviceOf(category, facts);
    if (binding === undefined) throw new Fault('NoSuchService');
    all = { ...all, ...writers[category](origin + binding.path, binding, facts) };
  }
  return all;
}

/** What there is; what is missing is no error when everything was asked for. */
function everything(facts: Facts, origin: string): tt.Capabilities {
  const known = Object.keys(categories) as readonly Category[];
  return capabilities(
    known.filter((category) => serviceOf(category, facts) !== undefined),
    facts,
    origin,
  );
}
