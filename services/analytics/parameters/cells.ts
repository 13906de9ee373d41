import { z } from 'zod';
import type * as tt from '../../generated/tt.ts';
import { encodeElement } from '../../schema/codec.ts';
import { type CellSet, cellSet, hasCell, resampledCells } from '../scene/cells.ts';
import { cellTransformation } from '../scene/frames.ts';
import { packBits, unpackBits } from '../scene/pack-bits.ts';
import { decodedElement } from './elements.ts';
import { type AnalyticsFacts, type ElementParameter, ParameterError, type SimpleParameter } from './parameter.ts';

/** Cells as they are stored: the layout that they were chosen for, and their bits in base64. */
interface StoredCells {
  readonly columns: number;
  readonly rows: number;
  readonly bits: string;
}

function toStored({ columns, rows, bits }: CellSet): StoredCells {
  return { columns, rows, bits: Buffer.from(bits).toString('base64') };
}

export function cellsOf({ columns, rows, bits }: StoredCells): CellSet {
  return { columns, rows, bits: new Uint8Array(Buffer.from(bits, 'base64')) };
}

const bits = z.string().max(8192);
const count = z.number().int().min(1).max(256);

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function decodedCells(text: string, { columns, rows }: AnalyticsFacts): CellSet {
  const digits = text.replace(/[ \t\r\n]/g, '');
  if (digits.length > 8192 || digits.length % 4 !== 0 || !base64.test(digits))
    throw new ParameterError('the cells are no xs:base64Binary');
  const found = unpackBits(Buffer.from(digits, 'base64'), Math.ceil((columns * rows) / 8));
  if (found === undefined) throw new ParameterError(`the cells are not ${columns} x ${rows} bits in PackBits`);
  return cellSet(columns, rows, (index) => hasCell(found, index));
}

/** Cells in which motion counts (ANA-41). Those of another layout are told by the middle of each cell. */
export const activeCells: SimpleParameter<StoredCells> = {
  form: 'simple',
  type: 'xs:base64Binary',
  initial: ({ columns, rows }) => toStored(cellSet(columns, rows, () => true)),
  decode: ([text = ''], facts) => toStored(decodedCells(text, facts)),
  encode: (value, { columns, rows }) => [
    Buffer.from(packBits(resampledCells(cellsOf(value), columns, rows).bits)).toString('base64'),
  ],
  stored: z
    .object({ columns: count, rows: count, bits })
    .refine((value) => cellsOf(value).bits.length === Math.ceil((value.columns * value.rows) / 8)),
};

/** Layout of the cells, which the device alone decides; a client may send it back. Nothing of it is stored. */
export const layoutParameter: ElementParameter<null> = {
  form: 'element',
  type: 'tt:CellLayout',
  initial: () => null,
  decode: ([element], { columns, rows }) => {
    const { Columns, Rows } = decodedElement('tt:CellLayout', element) as tt.CellLayout;
    if (Columns !== columns || Rows !== rows) throw new ParameterError('the layout of the cells cannot be changed');
    return null;
  },
  encode: (_value, facts) => [
    encodeElement('tt:CellLayout', {
      Columns: facts.columns,
      Rows: facts.rows,
      Transformation: cellTransformation(facts),
    }),
  ],
  stored: z.null(),
};
