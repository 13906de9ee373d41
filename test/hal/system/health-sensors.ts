import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { linuxHealthSensors } from '../../../hal/system/health-sensors.ts';

const sensors = suite('health sensors');

/** Runs with a folder that looks like sysfs. */
function withSysfs(files: Readonly<Record<string, string>>, run: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'vedette-sysfs-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${text}\n`);
    }
    run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Files of a Raspberry Pi 5 with its fan. */
const raspberryPi = {
  'class/thermal/thermal_zone0/type': 'cpu-thermal',
  'class/thermal/thermal_zone0/temp': '48312',
  'class/thermal/thermal_zone0/trip_point_0_type': 'active',
  'class/thermal/thermal_zone0/trip_point_0_temp': '50000',
  'class/thermal/thermal_zone0/trip_point_1_type': 'critical',
  'class/thermal/thermal_zone0/trip_point_1_temp': '110000',
  'class/hwmon/hwmon0/name': 'cpu_thermal',
  'class/hwmon/hwmon0/temp1_input': '48312',
  'class/hwmon/hwmon1/name': 'rpi_volt',
  'class/hwmon/hwmon1/in0_lcrit_alarm': '1',
  'class/hwmon/hwmon2/name': 'pwmfan',
  'class/hwmon/hwmon2/fan1_input': '0',
  'class/hwmon/hwmon2/fan1_fault': '0',
  'class/net/lo/carrier': '1',
  'class/net/eth0/carrier': '1',
  'class/net/eth0/speed': '1000',
  'class/net/eth0/duplex': 'full',
  'class/net/eth1/carrier': '0',
  'class/net/wlan0/carrier': '1',
};

sensors('reads zones, fans, voltage alarms and links of a Raspberry Pi', () => {
  withSysfs(raspberryPi, (root) => {
    const found = linuxHealthSensors(root);
    assert.equal(found.temperatures(), [{ name: 'cpu-thermal', celsius: 48.312, critical: 110 }]);
    assert.equal(found.fans(), [{ name: 'pwmfan-fan1', failed: false }]);
    assert.equal(found.powerSupplies(), [{ name: 'rpi_volt-in0', failed: true }]);
    assert.equal(found.links(), [
      { name: 'eth0', speed: 1000, duplex: 'Full' },
      { name: 'eth1', speed: 0, duplex: 'Full' },
    ]);
  });
});

sensors('reads the chips where there are no thermal zones', () => {
  const chip = { 'class/hwmon/hwmon0/name': 'k10temp', 'class/hwmon/hwmon0/temp1_input': '61500' };
  withSysfs({ ...chip, 'class/hwmon/hwmon0/temp1_crit': '95000' }, (root) => {
    assert.equal(linuxHealthSensors(root).temperatures(), [{ name: 'k10temp-temp1', celsius: 61.5, critical: 95 }]);
  });
});

sensors('a machine without sensors has none, and a file that cannot be read is left out', () => {
  withSysfs({ 'class/thermal/thermal_zone0/temp': '' }, (root) => {
    const found = linuxHealthSensors(root);
    assert.equal([found.temperatures(), found.fans(), found.powerSupplies(), found.links()], [[], [], [], []]);
  });
});

sensors.run();
