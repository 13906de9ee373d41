import type { DeviceFeature } from './feature.ts';
import type { DeviceOptions } from './options.ts';

type Names =
  | 'GetScopes'
  | 'SetScopes'
  | 'AddScopes'
  | 'RemoveScopes'
  | 'GetDiscoveryMode'
  | 'SetDiscoveryMode'
  | 'GetEndpointReference';

type Parts = Pick<DeviceOptions, 'scopes' | 'discovery'>;

/** Scopes and discovery mode (ONVIF Core 8.3, commands that discovery answers by). */
export function discoveryFeature(options: Parts): DeviceFeature<Names> {
  return {
    capabilities: { System: { DiscoveryResolve: true, DiscoveryBye: true } },
    handlers: discoveryHandlers(options),
  };
}

function discoveryHandlers({ scopes, discovery }: Parts): DeviceFeature<Names>['handlers'] {
  return {
    GetScopes: () => ({
      Scopes: [
        ...scopes.fixed.map((scope) => ({ ScopeDef: 'Fixed', ScopeItem: scope }) as const),
        ...scopes.configurable().map((scope) => ({ ScopeDef: 'Configurable', ScopeItem: scope }) as const),
      ],
    }),
    SetScopes: async ({ Scopes }) => {
      await scopes.replace(Scopes);
      return {};
    },
    AddScopes: async ({ ScopeItem }) => {
      await scopes.add(ScopeItem);
      return {};
    },
    RemoveScopes: async ({ ScopeItem }) => {
      await scopes.remove(ScopeItem);
      return { ScopeItem };
    },
    GetDiscoveryMode: () => ({ DiscoveryMode: discovery.mode() }),
    SetDiscoveryMode: async ({ DiscoveryMode }) => {
      await discovery.setMode(DiscoveryMode);
      return {};
    },
    GetEndpointReference: () => ({ GUID: discovery.endpointAddress }),
  };
}
