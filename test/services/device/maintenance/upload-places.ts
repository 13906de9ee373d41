import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UploadPlaces } from '../../../../services/device/maintenance/upload-places.ts';

const places = suite('places for uploads');

places('are open for ten minutes, or until they are closed', () => {
  let now = 0;
  const uploads = new UploadPlaces(() => now);
  const [one, other] = [uploads.open(), uploads.open()];
  assert.not.equal(one, other);
  uploads.close(other);
  now = 599_999;
  assert.equal([uploads.isOpen(one), uploads.isOpen(other), uploads.isOpen('')], [true, false, false]);
  now = 600_000;
  assert.not.ok(uploads.isOpen(one));
});

places('are eight at most: the oldest gives way', () => {
  const uploads = new UploadPlaces(() => 0);
  const names = Array.from({ length: 9 }, () => uploads.open());
  assert.equal(
    names.map((name) => uploads.isOpen(name)),
    [false, ...Array(8).fill(true)],
  );
});

places.run();
