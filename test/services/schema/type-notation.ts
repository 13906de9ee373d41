import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTypeNotation } from '../../../services/schema/type-notation.ts';

const notation = suite('type notation');
const many = Number.POSITIVE_INFINITY;

notation('reads attributes, wildcards and content', () => {
  assert.equal(parseTypeNotation('<Base @a=Token @x:b!=xs:int @other $xs:string $$', 'p'), {
    base: { kind: 'extension', name: 'p:Base' },
    attributes: [
      { name: 'a', type: 'p:Token', required: false },
      { name: 'x:b', type: 'xs:int', required: true },
    ],
    anyAttribute: 'other',
    text: 'xs:string',
    mixed: true,
    particles: [],
  });
  assert.equal(parseTypeNotation('', 'p'), { attributes: [], mixed: false, particles: [] });
});

notation('reads every occurrence of elements', () => {
  const rows: readonly (readonly [string, number, number, boolean])[] = [
    ['A=t', 1, 1, false],
    ['A?=t', 0, 1, false],
    ['A*=t', 0, many, false],
    ['A+=t', 1, many, false],
    ['A{2,}=t', 2, many, false],
    ['A{0,4}=t', 0, 4, false],
    ['A~=t', 1, 1, true],
    ['A?~=t', 0, 1, true],
  ];
  for (const [word, min, max, nillable] of rows) {
    const element = { kind: 'element', name: 'p:A', type: 'p:t', nillable, min, max };
    assert.equal(parseTypeNotation(word, 'p').particles, [element], word);
  }
});

notation('reads references, wildcards and choices', () => {
  assert.equal(parseTypeNotation('<-q:B ( q:A #target? )* #any*', 'p').particles, [
    {
      kind: 'choice',
      items: [
        { kind: 'element', name: 'q:A', type: undefined, nillable: false, min: 1, max: 1 },
        { kind: 'any', namespace: 'target', min: 0, max: 1 },
      ],
      min: 0,
      max: many,
    },
    { kind: 'any', namespace: 'any', min: 0, max: many },
  ]);
});

notation.run();
