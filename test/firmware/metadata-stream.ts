// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validateMessages } from '../services/discovery/official-validator.ts';
import { until } from '../until.ts';
import { documentsOf, playMetadata } from './metadata-client.ts';
import { startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const metadata = suite('metadata stream');

// shows STR-56, STR-70, STR-71, STR-72
metadata('a client over TCP gets properties first, and a document in each second', async () => {
  const camera = await startCamera([]);
  try {
    const { client, session, uri } = await playMetadata(camera);
    const documents = (): readonly string[] => documentsOf(client).map(String);
    await until(() => documents().length >= 4, 'several documents');
    assert.match(documents()[0] ?? '', 'PropertyOperation="Initialized"');

    const before = documents().length;
    const profile = new URL(uri).pathname.slice(1);
    const message = `<tr2:SetSynchronizationPoint><tr2:ProfileToken>${profile}</tr2:ProfileToken></tr2:SetSynchronizationPoint>`;
    assert.is((await soap(camera.summary.onvif, message, [camera.admin, camera.password])).status, 200);
    await until(() => {
      const later = documents().slice(before);
      return later.some((one) => one.includes('Initialized') && one.includes('OperatingTime/LastReboot'));
    }, 'properties again');

    const other = await playMetadata(camera);
    await until(() => documents().some((one) => one.includes('Value="127.0.0.1 127.0.0.1"')), 'a second client');
    await other.client.request('TEARDOWN', other.uri, { Session: other.session });
    other.client.close();
    await validateMessages(Object.fromEntries(documents().map((one, index) => [`document-${index}`, one])));
    await client.request('TEARDOWN', uri, { Session: session });
    client.close();
  } finally {
    await camera.stop();
  }
});

metadata.run();
