/** SimpleItems of a message (tt:SimpleItem); booleans and numbers are written in their XML Schema form. */
export type SimpleItems = Readonly<Record<string, string | number | boolean | Date>>;

/** ElementItem of a message: a value of a type of the schema, `tt:PresetTour`. */
interface ElementItem {
  readonly type: string;
  readonly value: unknown;
}

/**
 * An event on its way to the subscribers (ONVIF Core 9.4). A property has a state that Initialized repeats and is
 * identified by topic, source and key.
 */
export interface EventMessage {
  /** Concrete topic with the conventional prefix, `tns1:Media/ProfileChanged`. */
  readonly topic: string;
  readonly source: SimpleItems;
  readonly key?: SimpleItems;
  readonly data: SimpleItems;
  /** ElementItems of the data. */
  readonly elements?: Readonly<Record<string, ElementItem>>;
  /** Time of what happened, milliseconds since 1970; absent: the present. */
  readonly utc?: number;
  /** Present for properties only. */
  readonly operation?: 'Initialized' | 'Changed' | 'Deleted';
}

/** The event service as its publishers see it. */
export interface EventSink {
  /** Makes topics known to GetEventProperties and to filters; throws for a malformed name. Called once by each publisher. */
  declare(topics: readonly TopicDeclaration[]): void;
  /** Never blocks, never throws. */
  publish(message: EventMessage): void;
}

/** Type of one SimpleItem in tt:MessageDescription, e.g. `xs:boolean`, `tt:ReferenceToken`. */
export type ItemTypes = Readonly<Record<string, string>>;

/** Declares a topic for GetEventProperties. Every published topic must be declared before. */
export interface TopicDeclaration {
  readonly topic: string;
  readonly property: boolean;
  readonly source: ItemTypes;
  readonly key?: ItemTypes;
  readonly data: ItemTypes;
  /** ElementItems of the data. */
  readonly elements?: ItemTypes;
}
