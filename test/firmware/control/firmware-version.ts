import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firmwareVersion, versionText } from '../../../firmware/control/firmware-version.ts';

const release = suite('names of the running firmware');

release('are the version alone in a clone, and version and commit of a release', () => {
  assert.is(versionText({ version: '1.2.3', commit: undefined }), '1.2.3');
  assert.is(versionText({ version: '1.2.3', commit: '0123456789abcdef' }), '1.2.3+0123456');
});

release('are read from the package', () => {
  assert.match(firmwareVersion, /^\d+\.\d+\.\d+/);
});

release.run();
