import type { Chapter } from './row.ts';

/** Device management: network, clock, maintenance and users. */
export const deviceChapters: readonly Chapter[] = [
  {
    title: 'Network and clock',
    rows: [
      {
        id: 'COR-02',
        feature: 'an element that is absent in a Set request keeps its value',
        condition: 'should',
      },
      {
        id: 'COR-06',
        feature: 'host name, DNS, interfaces (IPv4, IPv6, DHCP, manual, MTU), gateway, zero configuration',
        condition: 'mandatory; zero configuration with its capability',
      },
      { id: 'COR-06a', feature: 'ports of HTTP, HTTPS and RTSP', condition: 'mandatory' },
      { id: 'COR-06b', feature: 'IP address filter', condition: 'with IPFilter' },
      { id: 'COR-06c', feature: 'NTP servers', condition: 'with NTP' },
      { id: 'COR-06d', feature: 'dynamic DNS by updates of RFC 2136', condition: 'with DynDNS' },
      {
        id: 'COR-07a',
        feature: 'date and time by hand and by NTP, POSIX time zones, daylight saving',
        condition: 'mandatory',
      },
    ],
  },
  {
    title: 'Maintenance',
    rows: [
      {
        id: 'COR-07b',
        feature:
          'factory default: soft keeps users and network, hard ends in the set-up state; restart with Bye and Hello',
        condition: 'mandatory',
      },
      {
        id: 'COR-07c',
        feature: 'backup and restore: RestoreSystem with MTOM, StartSystemRestore by HTTP POST',
        condition: 'with SystemBackup, HttpSystemBackup',
      },
      {
        id: 'COR-07d',
        feature: 'system log, access log and support information, as text and by GetSystemUris',
        condition: 'with SystemLogging, HttpSystemLogging, HttpSupportInformation',
      },
      { id: 'COR-07e', feature: 'geo location of the device and its parts', condition: 'with GeoLocationEntries' },
      {
        id: 'COR-07f',
        feature: 'storage configurations',
        condition: 'with StorageConfiguration',
        notOffered: 'recordings are not stored outside the camera',
      },
      {
        id: 'COR-04a',
        feature: 'remote discovery, discovery proxies',
        condition: 'withdrawn',
        notOffered: 'no longer part of the standard',
      },
    ],
  },
  {
    title: 'Users',
    rows: [
      { id: 'COR-08', feature: 'users and their levels, under the default access policy', condition: 'mandatory' },
      {
        id: 'COR-08a',
        feature: 'rules for passwords and their history',
        condition: 'with PasswordComplexity, MaxPasswordHistory',
      },
      { id: 'COR-08b', feature: 'event for failed logins', condition: 'with AuthFailureWarnings' },
      {
        id: 'COR-08c',
        feature: 'another access policy',
        condition: 'with AccessPolicyConfig',
        notOffered: 'access follows the default policy; another one could lock administrators out',
      },
      {
        id: 'COR-08d',
        feature: 'user roles, remote user',
        condition: 'with MaxUserRoles, RemoteUserHandling',
        notOffered: 'users have levels, and log in at the camera itself',
      },
    ],
  },
];
