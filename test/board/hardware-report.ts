// time limit: 180 s
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const report = suite('hardware report of the emulated board');
const program = fileURLToPath(new URL('../../firmware/hardware-report/main.js', import.meta.url));

report("tries the kernel's camera and names its buses", async () => {
  const options = ['--board', 'uml-rig', '--no', '--only', 'devices', '--only', 'cameras'];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options]);
  for (const line of [
    /^- \/dev\/video0: vivid \(vivid 6\.\S+\), capture: .*YUYV/m,
    /^- \/dev\/i2c-0/m,
    /^- \/dev\/gpiochip0/m,
    /^- ok zoom: 100\.\.400 in steps of 1/m,
    /^- ok exposure: AUTO, MANUAL$/m,
    /\/dev\/video0 delivers NV12 640x360 at 30\.00 pictures\/s/,
  ])
    assert.match(stdout, line);
});

report.run();
