import type { Method } from './system-bus.ts';

function of(service: string, member: string, face: string = service): Method {
  return {
    destination: `org.freedesktop.${service}`,
    path: `/org/freedesktop/${service}`,
    interface: `org.freedesktop.${face}`,
    member,
  };
}

type Name =
  | 'setStaticHostname'
  | 'setHostname'
  | 'setTimezone'
  | 'setNtp'
  | 'setTime'
  | 'reloadNetwork'
  | 'describeLink'
  | 'restartUnit'
  | 'stopUnit'
  | 'reboot'
  | 'nameHasOwner'
  | 'getHostname';

/** Methods of the services of systemd that are called. */
export const methods: Readonly<Record<Name, Method>> = {
  setStaticHostname: of('hostname1', 'SetStaticHostname'),
  setHostname: of('hostname1', 'SetHostname'),
  setTimezone: of('timedate1', 'SetTimezone'),
  setNtp: of('timedate1', 'SetNTP'),
  setTime: of('timedate1', 'SetTime'),
  reloadNetwork: of('network1', 'Reload', 'network1.Manager'),
  describeLink: of('network1', 'DescribeLink', 'network1.Manager'),
  stopUnit: of('systemd1', 'StopUnit', 'systemd1.Manager'),
  restartUnit: of('systemd1', 'RestartUnit', 'systemd1.Manager'),
  nameHasOwner: {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'NameHasOwner',
  },
  getHostname: { ...of('hostname1', 'Get'), interface: 'org.freedesktop.DBus.Properties' },
  reboot: of('login1', 'Reboot', 'login1.Manager'),
};
