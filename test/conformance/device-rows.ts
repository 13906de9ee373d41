import type { Chapter } from './row.ts';

/** Device management: network and clock. */
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
      {
        id: 'COR-06d',
        feature: 'dynamic DNS',
        condition: 'with DynDNS',
        notOffered: 'the camera sends no updates to DNS servers yet',
      },
      {
        id: 'COR-07a',
        feature: 'date and time by hand and by NTP, POSIX time zones, daylight saving',
        condition: 'mandatory',
      },
    ],
  },
];
