import { namespaceDeclarations } from '../../generated/tables.ts';
import type { XmlElement } from '../../schema/xml-element.ts';
import { contentId } from './multipart-type.ts';

const xop = namespaceDeclarations.xop ?? '';

/** Messages that carry a tt:AttachmentData, with the name of its element. */
const carriers: Readonly<Record<string, string>> = {
  'tds:RestoreSystem': 'Data',
  'tds:UpgradeSystemFirmware': 'Firmware',
};

/** True for a request whose files a handler reads. */
export function carriesFiles(request: string): boolean {
  return Object.hasOwn(carriers, request);
}

/** The message with one spelling of its references, and the files that stand in it as base64. */
interface Referenced {
  readonly message: XmlElement;
  readonly inline: readonly { readonly href: string; readonly bytes: Buffer }[];
}

function isInclude({ local, namespace }: XmlElement): boolean {
  return local === 'Include' && namespace === xop;
}

function include(parent: XmlElement, href: string): XmlElement {
  const attributes = [{ namespace: '', local: 'href', value: href }];
  return { namespace: xop, local: 'Include', attributes, namespaces: parent.namespaces, children: [], text: '' };
}

function withContent(element: XmlElement, children: readonly XmlElement[], text: string): XmlElement {
  const { namespace, local, attributes, namespaces } = element;
  return { namespace, local, attributes, namespaces, children, text };
}

/**
 * Brings references to files into one form: `cid:` and the Content-ID as it is. A client that sends a file as base64 in the
 * message, as WCF does with small ones, gets a reference in its place (XOP 2.1: both are the same infoset).
 */
export function referenced(message: XmlElement, request: string): Referenced {
  const carrier = carriers[request];
  if (carrier === undefined) return { message, inline: [] };
  const inline: { readonly href: string; readonly bytes: Buffer }[] = [];
  const visit = (element: XmlElement): XmlElement => {
    if (isInclude(element)) {
      const href = element.attributes.find(({ local, namespace }) => local === 'href' && namespace === '')?.value;
      return href === undefined ? element : include(element, `cid:${contentId(href)}`);
    }
    if (element.local === carrier && element.children.length === 0 && element.text.trim() !== '') {
      const href = `cid:inline-${inline.length + 1}`;
      inline.push({ href, bytes: Buffer.from(element.text, 'base64') });
      return withContent(element, [include(element, href)], '');
    }
    return element.children.length === 0 ? element : withContent(element, element.children.map(visit), element.text);
  };
  return { message: visit(message), inline };
}
