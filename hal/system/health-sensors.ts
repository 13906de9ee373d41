import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailingPart, HealthSensors, LinkReading, TemperatureReading } from '../ports/health-sensors.ts';

function read(...path: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...path), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function number(...path: readonly string[]): number | undefined {
  const text = read(...path);
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function list(folder: string, pattern: RegExp): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

/** Folders of hwmon chips with their names (Documentation/hwmon/sysfs-interface of Linux). */
function chips(root: string): readonly { readonly folder: string; readonly name: string }[] {
  const place = join(root, 'class/hwmon');
  return list(place, /^hwmon\d+$/).map((one) => ({
    folder: join(place, one),
    name: read(place, one, 'name') ?? one,
  }));
}

/** Critical trip point of a thermal zone, in thousandths of a degree. */
function criticalTrip(zone: string): number | undefined {
  const types = list(zone, /^trip_point_\d+_type$/);
  const critical = types.find((type) => read(zone, type) === 'critical');
  return critical === undefined ? undefined : number(zone, critical.replace(/_type$/, '_temp'));
}

const degrees = (thousandths: number | undefined): number | undefined =>
  thousandths === undefined ? undefined : thousandths / 1000;

function zones(root: string): readonly TemperatureReading[] {
  const place = join(root, 'class/thermal');
  return list(place, /^thermal_zone\d+$/).flatMap((one) => {
    const celsius = degrees(number(place, one, 'temp'));
    if (celsius === undefined) return [];
    const name = read(place, one, 'type') ?? one;
    return [{ name, celsius, critical: degrees(criticalTrip(join(place, one))) }];
  });
}

function chipTemperatures(root: string): readonly TemperatureReading[] {
  return chips(root).flatMap(({ folder, name }) =>
    list(folder, /^temp\d+_input$/).flatMap((input) => {
      const celsius = degrees(number(folder, input));
      const part = input.replace(/_input$/, '');
      if (celsius === undefined) return [];
      return [{ name: `${name}-${part}`, celsius, critical: degrees(number(folder, `${part}_crit`)) }];
    }),
  );
}

/** Parts of chips that have alarm files of these names: a part fails when one of its files is not 0. */
function alarms(root: string, files: RegExp): readonly FailingPart[] {
  return chips(root).flatMap(({ folder, name }) => {
    const failed = new Map<string, boolean>();
    for (const file of list(folder, files)) {
      const part = file.slice(0, file.indexOf('_'));
      const value = number(folder, file);
      if (value !== undefined) failed.set(part, value !== 0 || failed.get(part) === true);
    }
    return [...failed].map(([part, isFailed]) => ({ name: `${name}-${part}`, failed: isFailed }));
  });
}

function links(root: string): readonly LinkReading[] {
  const place = join(root, 'class/net');
  return list(place, /^(?!lo$)/).flatMap((name) => {
    if (read(place, name, 'carrier') === '0') return [{ name, speed: 0, duplex: 'Full' as const }];
    const speed = number(place, name, 'speed');
    if (speed === undefined || speed < 0) return [];
    return [{ name, speed, duplex: read(place, name, 'duplex') === 'half' ? 'Half' : 'Full' }];
  });
}

/** Health of a Linux machine by sysfs. @param root where sysfs is mounted */
export function linuxHealthSensors(root = '/sys'): HealthSensors {
  return {
    temperatures() {
      const found = zones(root);
      return found.length > 0 ? found : chipTemperatures(root);
    },
    fans: () => alarms(root, /^fan\d+_(?:fault|alarm)$/),
    // The Raspberry Pi tells undervoltage by in0_lcrit_alarm of rpi_volt.
    powerSupplies: () => alarms(root, /^in\d+_(?:lcrit|min)_alarm$/),
    links: () => links(root),
  };
}
