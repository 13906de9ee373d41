import type { DeviceOperations } from '../generated/device-operations.ts';
import type { Handlers } from '../soap/service.ts';
import type { DeviceOptions } from './options.ts';

type Names =
  | 'GetScopes'
  | 'SetScopes'
  | 'AddScopes'
  | 'RemoveScopes'
  | 'GetDiscoveryMode'
  | 'SetDiscoveryMode'
  | 'GetEndpointReference';

/** Scopes and discovery mode (ONVIF Core 8.3, commands that discovery answers by). */
export function discoveryOperations({
  scopes,
  discovery,
}: Pick<DeviceOptions, 'scopes' | 'discovery'>): Pick<Handlers<DeviceOperations>, Names> {
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
