import { EmulatedMachine } from './machine.ts';

/** Runs an emulated camera for a person. Usage: node dist/test/image/run.js DISK ENVIRONMENT HTTP_PORT RTSP_PORT */
const [disk = '', environment = '', httpPort = '', rtspPort = ''] = process.argv.slice(2);
const machine = await EmulatedMachine.start({
  disk,
  environment,
  httpPort: Number(httpPort),
  rtspPort: Number(rtspPort),
});
process.on('SIGINT', () => void machine.cut());
process.on('SIGTERM', () => void machine.cut());
process.stdout.write(`ONVIF   http://127.0.0.1:${machine.http}/onvif/device_service\n`);
process.stdout.write(`RTSP    rtsp://127.0.0.1:${machine.rtsp}/ (the camera itself names port 554)\n`);
let told = 0;
while (!machine.ended) {
  await machine.waitFor(/\n/, told).catch(() => undefined);
  process.stdout.write(machine.console.slice(told));
  told = machine.console.length;
}
