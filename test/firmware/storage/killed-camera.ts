// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { killWhileWriting } from '../../kills/kills.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('killed camera');

// shows PTZ-02, PTZ-07, PTZ-08, PTZ-10, IMG-09, DIO-03, DIO-05, DIO-07
room('has every setting of PTZ, Imaging, DeviceIO and geometry that it has answered for', async () => {
  const { kills, writes, lost } = await killWhileWriting(4, temporaryFolder());
  process.stdout.write(`\n${kills} kills, ${writes} writes\n`);
  assert.equal(lost, []);
  assert.ok(writes > 0);
});

room.run();
