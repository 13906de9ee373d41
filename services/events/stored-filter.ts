import { SaxesParser } from 'saxes';
import type { FilterType } from '../generated/wsnt.ts';
import { escapeAttribute, escapeText } from '../schema/escape.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { baseNotificationFault } from './base-notification-fault.ts';
import type { StoredEventFilter } from './stored-event-filter.ts';
import { subscriptionFilter } from './subscription-filter.ts';
import type { Topics } from './topics.ts';

/** Characters of a stored filter: more than sixteen topic and content expressions of usual length need. */
export const storedFilterLimit = 32_768;

const baseNotification = 'http://docs.oasis-open.org/wsn/b-2';

/**
 * A possible prefix in an expression; literals may look like one, so only declared prefixes count. It begins where a name
 * begins: a search from each letter of a long name would cost the square of its length.
 */
const prefixed = /(?<![\w.-])([A-Za-z_][\w.-]*):/g;

/** Namespaces that the expression itself uses, by prefix. */
function namespacesIn({ text, namespaces }: XmlElement): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const [, prefix = ''] of text.matchAll(prefixed)) {
    const uri = namespaces.get(prefix);
    if (uri !== undefined && prefix !== 'xml') used.set(prefix, uri);
  }
  return used;
}

/** A filter with all namespace declarations that it needs. */
function write(element: XmlElement): string {
  const used = namespacesIn(element);
  // The expression may use the prefix wsnt for another namespace; it never uses the default namespace.
  const own = (used.get('wsnt') ?? baseNotification) === baseNotification ? 'wsnt' : '';
  const declarations = [...new Map([[own, baseNotification], ...used])]
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`)
    .join('');
  const dialect = element.attributes.find(({ local }) => local === 'Dialect')?.value.trim() ?? '';
  const name = own === '' ? element.local : `${own}:${element.local}`;
  return `<${name}${declarations} Dialect="${escapeAttribute(dialect)}">${escapeText(element.text.trim())}</${name}>`;
}

/**
 * Checks the filter of a metadata configuration as CreatePullPointSubscription does, and writes it for storage.
 * Faults: those of WS-BaseNotification; InvalidFilter when it is too long.
 */
export function storeFilter(filter: FilterType, topics: Topics): StoredEventFilter {
  subscriptionFilter(filter, topics);
  const elements = (filter.Any ?? []).filter((one): one is XmlElement => 'local' in one);
  const xml = elements.map(write).join('');
  if (xml.length > storedFilterLimit)
    throw baseNotificationFault('wsnt:InvalidFilterFault', { UnknownFilter: elements.map(({ local }) => local) });
  return { xml };
}

/** Decodes a stored filter for answers and for matching. Throws for a text that `storeFilter` did not write. */
export function restoreFilter({ xml }: StoredEventFilter): FilterType {
  if (xml === '') return {};
  const elements: (XmlElement & { text: string })[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ uri, local, ns, attributes }) => {
    depth += 1;
    if (depth === 1) return;
    if (depth > 2) throw new Error('a stored filter has no inner elements');
    elements.push({
      namespace: uri,
      local,
      attributes: Object.values(attributes)
        .filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns')
        .map((one) => ({ namespace: one.uri, local: one.local, value: one.value })),
      namespaces: new Map(Object.entries(ns)),
      children: [],
      text: '',
    });
  });
  parser.on('text', (text) => {
    const element = elements.at(-1);
    if (element !== undefined && depth === 2) element.text += text;
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.write(`<Filter>${xml}</Filter>`).close();
  return { Any: elements };
}
