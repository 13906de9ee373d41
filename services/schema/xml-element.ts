/** Namespaces by prefix; '' is the default namespace. */
export interface NamespaceLookup extends Iterable<readonly [prefix: string, uri: string]> {
  get(prefix: string): string | undefined;
}

/** A parsed element. Prefixes are resolved; xmlns declarations are not among the attributes. */
export interface XmlElement {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  /** Declarations in scope here. */
  readonly namespaces: NamespaceLookup;
  readonly children: readonly XmlElement[];
  /** Character data of this element alone, concatenated and untrimmed. */
  readonly text: string;
}

export interface XmlAttribute {
  /** Empty for an attribute without prefix. */
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** A fragment that is encoded already; its prefixes are those of `namespaceDeclarations`. */
export interface RawXml {
  readonly xml: string;
}

/** xs:anyType: whatever stands in the element. */
export interface AnyType {
  readonly value?: string;
  readonly Any?: readonly (XmlElement | RawXml)[];
}
