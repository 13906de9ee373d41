/** How the generator understands the schemas: names are `{namespace}local` throughout. */
export interface SchemaModel {
  readonly complexTypes: Map<string, ComplexModel>;
  readonly simpleTypes: Map<string, SimpleModel>;
  readonly elements: Map<string, ElementModel>;
}

interface ElementModel {
  readonly type: string;
  readonly nillable: boolean;
}

export interface Occurrence {
  readonly min: number;
  readonly max: number;
}

export type Particle =
  | ({
      readonly kind: 'element';
      readonly name: string;
      readonly type: string;
      readonly nillable: boolean;
    } & Occurrence)
  | ({ readonly kind: 'any'; readonly namespace: 'any' | 'other' | 'target' } & Occurrence)
  | ({ readonly kind: 'choice'; readonly items: readonly Particle[] } & Occurrence);

export interface AttributeModel {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

export interface ComplexModel {
  readonly derivation?: { readonly kind: 'extension' | 'restriction'; readonly base: string };
  readonly particles: readonly Particle[];
  readonly attributes: readonly AttributeModel[];
  readonly anyAttribute?: 'any' | 'other';
  /** Type of the text when the content is simple. */
  readonly text?: string;
  readonly mixed: boolean;
}

export interface SimpleModel {
  readonly base?: string;
  readonly list?: string;
  readonly union?: readonly string[];
  readonly enumeration?: readonly string[];
  readonly pattern?: string;
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minInclusive?: number;
  readonly maxInclusive?: number;
}

export const xmlSchema = 'http://www.w3.org/2001/XMLSchema';
export const anyType: string = `{${xmlSchema}}anyType`;

export function namespaceOf(name: string): string {
  return name.slice(1, name.indexOf('}'));
}

export function localOf(name: string): string {
  return name.slice(name.indexOf('}') + 1);
}
