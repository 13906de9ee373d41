// time limit: 300 s
import { once } from 'node:events';
import { connect } from 'node:tls';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RtspClient } from '../../services/rtsp/rtsp-client.ts';
import { until } from '../../until.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { askSecurity } from './ask-security.ts';

const changes = suite('certificates that change while clients play');
const players = 20;
const count = 100;

let camera: Camera;
changes.before(async () => {
  camera = await startCamera(['--https-port', '0', '--rtsps-port', '0']);
});
changes.after(async () => {
  await camera.stop();
});

const ask = (operation: string, content: string, element = ''): Promise<string> =>
  askSecurity(camera, operation, content, element);

/** A certification path with a certificate and a key of its own. */
async function newPath(name: string): Promise<string> {
  const key = await ask('CreateECCKeyPair', '<EllipticCurve>secp256r1</EllipticCurve>', 'KeyID');
  const status = (): Promise<string> => ask('GetKeyStatus', `<KeyID>${key}</KeyID>`, 'KeyStatus');
  while ((await status()) !== 'ok') await new Promise((resolve) => setTimeout(resolve, 50));
  const algorithm = '<SignatureAlgorithm><algorithm>1.2.840.10045.4.3.2</algorithm></SignatureAlgorithm>';
  const subject = `<Subject><CommonName>${name}</CommonName></Subject><KeyID>${key}</KeyID>`;
  const certificate = await ask('CreateSelfSignedCertificate', subject + algorithm, 'CertificateID');
  const ids = `<CertificateIDs><CertificateID>${certificate}</CertificateID></CertificateIDs>`;
  return ask('CreateCertificationPath', ids, 'CertificationPathID');
}

const portOf = (url = ''): number => Number(new URL(url.replace(/^rtsps:/, 'https:')).port);

async function subjectAt(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const subject = socket.getPeerX509Certificate()?.subject ?? '';
  socket.destroy();
  return subject;
}

async function play(port: number): Promise<RtspClient> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const client = RtspClient.over(socket, { name: camera.admin, password: camera.password });
  await client.playInterleaved(`rtsps://127.0.0.1:${port}/Profile2`);
  return client;
}

/** Sequence numbers of a client's video packets that do not follow the one before. */
function gaps({ packets }: RtspClient): number {
  const numbers = packets.filter(({ channel }) => channel === 0).map(({ bytes }) => bytes.readUInt16BE(2));
  return numbers.filter((number, index) => index > 0 && number !== (((numbers[index - 1] ?? 0) + 1) & 0xffff)).length;
}

// shows SEC-20
changes(`nobody of ${players} players is disturbed by ${count} changes, and each change is seen at once`, async () => {
  const [https, rtsps] = [portOf(camera.summary.https), portOf(camera.summary.rtsps?.[0])];
  const clients = await Promise.all(Array.from({ length: players }, () => play(rtsps)));
  const paths = [await newPath('even'), await newPath('odd')];
  let assigned = await ask('GetAssignedServerCertificates', '', 'CertificationPathID');
  for (let change = 0; change < count; change += 1) {
    const [name, path = ''] = change % 2 === 0 ? ['CN=even', paths[0]] : ['CN=odd', paths[1]];
    const ids = `<OldCertificationPathID>${assigned}</OldCertificationPathID><NewCertificationPathID>${path}</NewCertificationPathID>`;
    await ask('ReplaceServerCertificateAssignment', ids);
    assigned = path;
    assert.is(await subjectAt(https), name);
    while ((await subjectAt(rtsps)) !== name) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const before = clients.map(({ packets }) => packets.length);
  await until(() => clients.every(({ packets }, index) => packets.length > (before[index] ?? 0)));
  assert.equal(
    clients.map((client) => [client.closed, gaps(client)]),
    clients.map(() => [false, 0]),
  );
  for (const client of clients) client.close();
});

changes.run();
