import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { doubleText, stringText } from '../../../../services/entities/overlays/gvariant.ts';

const texts = suite('GVariant text');

texts('numbers are doubles that no parser rounds to nothing', () => {
  assert.is(doubleText(5e-324), '0e+0');
  assert.is(doubleText(-0.25), '-2.5e-1');
});

texts('strings keep their characters, without those that end or break them', () => {
  assert.is(stringText(`it's \\ "x"\n\0`), `'it\\'s \\\\ "x"\\n'`);
  assert.is(stringText('\ud800'), "'\ufffd'");
});

texts.run();
