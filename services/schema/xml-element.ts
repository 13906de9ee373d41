/** Namespaces by prefix; '' is the default namespace. */
export interface NamespaceLookup extends Iterable<readonly [prefix: string, uri: string]> {
  get(prefix: string): string | undefined;
}

/** Parsed element. Prefixes are resolved; xmlns declarations are not among the attributes. */
export interface XmlElement {
  readonly namespace: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  /** Namespace declarations in scope. */
  readonly namespaces: NamespaceLookup;
  readonly children: readonly XmlElement[];
  /** Character data of the element alone, concatenated and untrimmed. */
  readonly text: string;
}

export interface XmlAttribute {
  /** Namespace, empty for an attribute without prefix. */
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** Fragment that is encoded already; its prefixes are those of `namespaceDeclarations`. */
export interface RawXml {
  readonly xml: string;
}

/** Value of xs:anyType: any content. */
export interface AnyType {
  readonly value?: string;
  readonly Any?: readonly (XmlElement | RawXml)[];
}
