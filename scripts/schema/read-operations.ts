import { attributeOf, childOf, childrenOf, expandedName, type XmlNode } from './xml-tree.ts';

export interface OperationModel {
  readonly name: string;
  /** Expanded names of the message elements. */
  readonly request: string;
  readonly response: string;
  readonly action: string;
  readonly responseAction: string;
}

const wsaw = '{http://www.w3.org/2006/05/addressing/wsdl}Action';

/** Operations by `portType/operation`; one-way operations are left out: the device sends those. */
export function readOperations(definitions: readonly XmlNode[]): Map<string, OperationModel> {
  const messages = new Map<string, string>();
  const soapActions = new Map<string, string>();
  for (const definition of definitions) {
    const namespace = attributeOf(definition, 'targetNamespace');
    for (const message of childrenOf(definition, 'message')) {
      const part = childOf(message, 'part');
      if (part !== undefined) {
        messages.set(`{${namespace}}${attributeOf(message, 'name')}`, expandedName(part, attributeOf(part, 'element')));
      }
    }
    for (const binding of childrenOf(definition, 'binding')) {
      const portType = expandedName(binding, attributeOf(binding, 'type'));
      for (const operation of childrenOf(binding, 'operation')) {
        const action = operation.children.find((child) => child.attributes.has('soapAction'));
        if (action !== undefined) {
          soapActions.set(`${portType}/${attributeOf(operation, 'name')}`, attributeOf(action, 'soapAction'));
        }
      }
    }
  }
  const operations = new Map<string, OperationModel>();
  for (const definition of definitions) {
    for (const portType of childrenOf(definition, 'portType')) {
      for (const node of childrenOf(portType, 'operation')) {
        const operation = readOperation(node, definition, portType, messages, soapActions);
        if (operation !== undefined) {
          operations.set(`${attributeOf(portType, 'name')}/${operation.name}`, operation);
        }
      }
    }
  }
  return operations;
}

function readOperation(
  node: XmlNode,
  definition: XmlNode,
  portType: XmlNode,
  messages: ReadonlyMap<string, string>,
  soapActions: ReadonlyMap<string, string>,
): OperationModel | undefined {
  const name = attributeOf(node, 'name');
  const [input, output] = [childOf(node, 'input'), childOf(node, 'output')];
  if (input === undefined || output === undefined) {
    return undefined;
  }
  const [request, response] = [input, output].map((side) =>
    messages.get(expandedName(side, attributeOf(side, 'message'))),
  );
  if (request === undefined || response === undefined) {
    throw new Error(`${name} has no message element`);
  }
  const namespace = attributeOf(definition, 'targetNamespace');
  const portTypeName = attributeOf(portType, 'name');
  // WS-Addressing 1.0 Metadata 4.4.4: the action where the WSDL names none.
  const base = `${namespace.replace(/\/$/, '')}/${portTypeName}/`;
  const soapAction = soapActions.get(`{${namespace}}${portTypeName}/${name}`);
  return {
    name,
    request,
    response,
    action: input.attributes.get(wsaw) ?? soapAction ?? `${base}${input.attributes.get('name') ?? `${name}Request`}`,
    responseAction: output.attributes.get(wsaw) ?? `${base}${output.attributes.get('name') ?? `${name}Response`}`,
  };
}
