/** A wsnt:Filter as it is stored: the text of its child elements, with every namespace they use declared in them. */
export interface StoredEventFilter {
  /** Empty: all events. */
  readonly xml: string;
}
