import { RtspServer } from 'rtsp-streaming-server';

/** The npm package rtsp-streaming-server in a process of its own. Usage: PUBLISH_PORT CLIENT_PORT FIRST_RTP_PORT */
const [serverPort = 0, clientPort = 0, rtpPortStart = 0] = process.argv.slice(2).map(Number);
await new RtspServer({ serverPort, clientPort, rtpPortStart, rtpPortCount: 2000 }).start();
process.stdout.write('ready\n');
