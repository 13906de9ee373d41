import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readModel } from '../../../scripts/schema/read-model.ts';
import { writeTable } from '../../../scripts/schema/write-table.ts';
import { writeTypes } from '../../../scripts/schema/write-types.ts';
import { parseXmlTree } from '../../../scripts/schema/xml-tree.ts';

const reading = suite('schema model');
const namespace = 'http://www.onvif.org/ver10/schema';

function read(body: string): ReturnType<typeof readModel> {
  const text = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tt="${namespace}" targetNamespace="${namespace}">${body}</xs:schema>`;
  return readModel([parseXmlTree(text)]);
}

/** What a schema says, as the row of the table and as TypeScript. */
const rows: readonly (readonly [string, string, string])[] = [
  [
    '<xs:complexType name="A"><xs:sequence><xs:element name="B" type="xs:int" minOccurs="0" maxOccurs="4"/>' +
      '<xs:element name="C" nillable="true"/></xs:sequence><xs:attribute name="d-e" use="required"/></xs:complexType>',
    'A: "@d-e!=xs:anySimpleType B{0,4}=xs:int C~=xs:anyType",',
    'export interface A {\n  readonly "d-e": string;\n  readonly B?: readonly (number)[];\n  readonly C: AnyType | null;\n}',
  ],
  [
    '<xs:element name="A"><xs:complexType><xs:sequence><xs:element name="b"><xs:complexType/></xs:element></xs:sequence></xs:complexType></xs:element>',
    'A: "b=AB",\n    AB: "",',
    'export interface A {\n  readonly b: AB;\n}\n\nexport interface AB {\n}',
  ],
  [
    '<xs:complexType name="A"><xs:complexContent><xs:extension base="tt:B"><xs:anyAttribute namespace="##other"/></xs:extension></xs:complexContent></xs:complexType>' +
      '<xs:complexType name="B"><xs:choice><xs:element name="c" type="xs:date"/><xs:any namespace="##other" maxOccurs="unbounded"/></xs:choice></xs:complexType>',
    'A: "<B @other",\n    B: "( c=xs:date #other+ )",',
    'export interface A extends B {\n}\n\nexport interface B {\n  readonly c?: string;\n  readonly Any?: readonly (XmlElement | RawXml)[];\n}',
  ],
  [
    '<xs:group name="g"><xs:sequence><xs:element ref="tt:A" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:group>' +
      '<xs:attributeGroup name="h"><xs:attribute name="i" type="xs:boolean"/></xs:attributeGroup>' +
      '<xs:element name="A"><xs:complexType><xs:group ref="tt:g"/><xs:attributeGroup ref="tt:h"/></xs:complexType></xs:element>',
    'A: "@i=xs:boolean tt:A*",',
    'export interface A {\n  readonly i?: boolean;\n  readonly A?: readonly (A)[];\n}',
  ],
  [
    '<xs:simpleType name="S"><xs:restriction base="xs:string"><xs:enumeration value="a b"/><xs:enumeration value="c"/></xs:restriction></xs:simpleType>' +
      '<xs:complexType name="A"><xs:simpleContent><xs:extension base="tt:S"><xs:attribute name="t"><xs:simpleType><xs:list itemType="tt:S"/></xs:simpleType></xs:attribute></xs:extension></xs:simpleContent></xs:complexType>',
    'A: "@t=AT $S",\n  },\n  simpleTypes: {\n    AT: {"list":"S"},\n    S: {"base":"xs:string","enumeration":["a b","c"]},',
    'export type AT = readonly (S)[];\n\nexport type S = "a b" | "c";\n\nexport interface A {\n  readonly t?: AT;\n  readonly value: S;\n}',
  ],
  [
    '<xs:simpleType name="U"><xs:union memberTypes="xs:dateTime xs:duration"><xs:simpleType><xs:restriction base="xs:int"><xs:maxInclusive value="3"/></xs:restriction></xs:simpleType></xs:union></xs:simpleType>',
    'U: {"union":["xs:dateTime","xs:duration","UMember1"]},\n    UMember1: {"base":"xs:int","maxInclusive":3},',
    'export type U = globalThis.Date | string | UMember1;\n\nexport type UMember1 = number;',
  ],
  [
    '<xs:complexType name="A"/><xs:element name="A"><xs:complexType mixed="true"/></xs:element><xs:element name="B" type="tt:A"/>',
    'A: "",\n    AContent: "$$",\n  },\n  simpleTypes: {\n  },\n  elements: {\n    A: "AContent",\n    B: "A",',
    'export interface A {\n}\n\nexport interface AContent {\n  readonly value?: string;\n}\n\nexport type B = A;',
  ],
];

reading('writes each construct of the schemas as table and as types', () => {
  for (const [body, table, types] of rows) {
    const model = read(body);
    const [writtenTable, writtenTypes] = [writeTable(namespace, 'tt', model), writeTypes(namespace, model)];
    assert.ok(writtenTable.includes(`    ${table}\n`), `${table}\nis not in\n${writtenTable}`);
    assert.ok(writtenTypes.includes(types), `${types}\nis not in\n${writtenTypes}`);
  }
});

reading('stops at a construct that the tables cannot hold', () => {
  const refused = [
    '<xs:complexType name="A"><xs:sequence maxOccurs="2"><xs:element name="B"/></xs:sequence></xs:complexType>',
    '<xs:complexType name="A"><xs:choice><xs:sequence><xs:element name="B"/><xs:element name="C"/></xs:sequence></xs:choice></xs:complexType>',
    '<xs:complexType name="A"><xs:sequence><xs:any namespace="urn:a"/></xs:sequence></xs:complexType>',
    '<xs:simpleType name="A"><xs:restriction base="xs:int"><xs:totalDigits value="1"/></xs:restriction></xs:simpleType>',
  ];
  for (const body of refused) {
    assert.throws(() => read(body), /is not supported/, body);
  }
});

reading('copies no prose', () => {
  const model = read(
    '<xs:complexType name="A"><xs:annotation><xs:documentation>Prose</xs:documentation></xs:annotation></xs:complexType>',
  );
  assert.not.match(writeTable(namespace, 'tt', model) + writeTypes(namespace, model), /Prose/);
});

reading.run();
