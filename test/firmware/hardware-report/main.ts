// time limit: 180 s
import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const report = suite('hardware report');
const program = fileURLToPath(new URL('../../../firmware/hardware-report/main.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly messages: string;
}

async function run(...options: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, messages]: [string[], string[]] = [[], []];
  child.stdout.on('data', (text) => output.push(String(text)));
  child.stderr.on('data', (text) => messages.push(String(text)));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, output: output.join(''), messages: messages.join('') };
}

report('tries camera, encoders and parts of the virtual board', async () => {
  const { status, output, messages } = await run('--board', 'virtual', '--yes');
  assert.is(status, 0, messages);
  for (const line of [
    /^- board: `virtual`/m,
    /^- ok H264 by x264enc: first frame after \d+ ms/m,
    /^- ok brightness: 0\.\.100 in steps of 1/m,
    /^- ok focus: AUTO, MANUAL$/m,
    /^- ok axis Pan1 .*arrived at .*arrived at /m,
    /^- ok IR cut filter IrCutFilter1/m,
    /^- ok relay Relay1: switched and back$/m,
  ])
    assert.match(output, line);
  assert.not.match(output, /\*\*fails\*\* (?!1280x720)/, 'a busy machine may miss the rate only');
  assert.not.ok(hostname().length > 2 && output.includes(hostname()), 'no name of the host');
});

report('moves nothing without consent', async () => {
  const { status, output } = await run('--board', 'virtual', '--no', '--only', 'parts');
  assert.is(status, 0);
  assert.match(output, /^- not tried axis Pan1/m);
  assert.match(output, /^- not tried relay Relay1/m);
  assert.match(output, /^- ok light sensor LightSensor1/m);
});

report('tells an unknown board, and lists its options', async () => {
  const { status, messages } = await run('--board', 'nonesuch');
  assert.is(status, 1);
  assert.match(messages, /there is no board nonesuch/);
  assert.match((await run('--board', 'virtual', '--only', 'nonesuch')).messages, /no part nonesuch: machine, devices/);
  assert.match((await run('--help')).output, /--board NAME .*raspberry-pi-4/);
});

report.run();
