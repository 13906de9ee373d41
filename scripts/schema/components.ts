import type { SchemaModel } from './model.ts';
import type { XmlNode } from './xml-tree.ts';

/** Global components by expanded name; readers add the anonymous types they meet to the model. */
export interface Components {
  readonly model: SchemaModel;
  readonly attributes: ReadonlyMap<string, XmlNode>;
  readonly groups: ReadonlyMap<string, XmlNode>;
  readonly attributeGroups: ReadonlyMap<string, XmlNode>;
  /** Names that anonymous types must not take. */
  readonly taken: Set<string>;
  /** Type name of an element or attribute declaration; an anonymous type is read under the wanted name. */
  readonly typeOf: (node: XmlNode, wanted: string) => string;
}
