import type { RequestContext } from '../../../services/http/request-context.ts';
import { decodeElement, encodeElement, namespaceAttributes } from '../../../services/schema/codec.ts';
import type { OperationTable, SchemaOperation } from '../../../services/schema/operation-table.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { createDispatcher, type Dispatcher, invoke } from '../../../services/soap/dispatch.ts';
import { openEnvelope } from '../../../services/soap/envelope.ts';
import { faultReply } from '../../../services/soap/fault-reply.ts';
import type { OperationMap, ServiceBinding } from '../../../services/soap/service.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { parseXml } from '../schema/parse-xml.ts';

const usual: RequestContext = {
  user: { name: 'admin', level: 'Administrator' },
  origin: 'http://192.0.2.2:8080',
  host: '192.0.2.2',
  remoteAddress: '192.0.2.77',
  localAddress: '192.0.2.2',
  subPath: '',
  signal: new AbortController().signal,
};

type Place = Partial<RequestContext>;

function child(element: XmlElement | undefined, local: string): XmlElement | undefined {
  return element?.children.find((one) => one.local === local);
}

/** `Sender ter:InvalidArgVal ter:NoProfile`; with an element in Detail, its name after them. */
function faultCodes(fault: XmlElement): string {
  const codes: string[] = [];
  for (let code = child(fault, 'Code'); code !== undefined; code = child(code, 'Subcode'))
    codes.push(child(code, 'Value')?.text.replace(/^s:/, '') ?? '');
  return [...codes, ...(child(fault, 'Detail')?.children ?? []).map(({ local }) => local)].join(' ');
}

/** Talks to one service in whole SOAP messages, as HTTP would carry them, and keeps all answers. */
export class Exchange<Operations extends OperationMap<Operations>> {
  readonly #operations: Readonly<Record<string, SchemaOperation>>;
  readonly #dispatch: Dispatcher;
  readonly #answers: Record<string, string> = {};
  #count = 0;

  constructor(binding: ServiceBinding, operations: OperationTable<keyof Operations & string>) {
    this.#operations = operations;
    this.#dispatch = createDispatcher([binding]);
  }

  /** The child of the answer's Body. */
  async ask(request: string, place: Place = {}): Promise<XmlElement> {
    const text = `<env:Envelope${namespaceAttributes}><env:Body>${request}</env:Body></env:Envelope>`;
    const envelope = openEnvelope(parseXml(text));
    const answer = await this.#answer(envelope, { ...usual, ...place });
    this.#answers[`${this.#count++}-${envelope.message.local}`] = answer;
    return openEnvelope(parseXml(answer)).message;
  }

  async #answer(envelope: ReturnType<typeof openEnvelope>, context: RequestContext): Promise<string> {
    try {
      return String(await invoke(this.#dispatch(envelope.message), envelope, context));
    } catch (error) {
      const reply = faultReply(error, undefined, () => {
        throw error;
      });
      return reply.body;
    }
  }

  async call<Name extends keyof Operations & string>(
    name: Name,
    request: Operations[Name]['request'],
    place?: Place,
  ): Promise<Operations[Name]['response']> {
    const operation = this.#operation(name);
    const answer = await this.ask(encodeElement(operation.request, request).xml, place);
    if (answer.local === 'Fault') throw new Error(`${name}: ${faultCodes(answer)}`);
    return decodeElement(operation.response, answer) as Operations[Name]['response'];
  }

  /** The codes of the fault that the request must end with; empty when it does not. */
  async refusal<Name extends keyof Operations & string>(
    name: Name,
    request: Operations[Name]['request'],
    place?: Place,
  ): Promise<string> {
    const answer = await this.ask(encodeElement(this.#operation(name).request, request).xml, place);
    return answer.local === 'Fault' ? faultCodes(answer) : '';
  }

  /** The codes of the fault for a request as it stands on the wire; empty when it is answered. */
  async refusedText(request: string): Promise<string> {
    const answer = await this.ask(request);
    return answer.local === 'Fault' ? faultCodes(answer) : '';
  }

  /** Checks every answer so far against the official schemas. */
  validate(): Promise<void> {
    return validateMessages(this.#answers);
  }

  #operation(name: string): SchemaOperation {
    const operation = this.#operations[name];
    if (operation === undefined) throw new Error(`no operation ${name}`);
    return operation;
  }
}
