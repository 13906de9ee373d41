/** A qualified name with its prefix resolved. */
export interface QName {
  readonly namespace: string;
  readonly local: string;
}

interface Addressed {
  /** wsa:MessageID, never empty. */
  readonly messageId: string;
}

/** d:Probe. No types and no scopes match every target service. */
interface Probe extends Addressed {
  readonly kind: 'probe';
  readonly types: readonly QName[];
  readonly scopes: readonly string[];
  /** d:Scopes/@MatchBy; absent means the default rule. */
  readonly matchBy?: string;
}

/** d:Resolve for one endpoint address. */
interface Resolve extends Addressed {
  readonly kind: 'resolve';
  readonly address: string;
}

/** Messages that a target service answers. Hello, Bye and the matches of other devices are ignored. */
export type Request = Probe | Resolve;
