import type { XmlElement } from '../../../schema/xml-element.ts';

/** Fault that the camera answered: its reason is for people, its codes are those of the standard. */
export class SoapFault extends Error {
  /** Codes without prefixes, outermost first: `Sender`, `InvalidArgVal`, `NoProfile`. */
  readonly codes: readonly string[];

  constructor(codes: readonly string[], reason: string) {
    super(reason);
    this.name = 'SoapFault';
    this.codes = codes;
  }
}

function child(element: XmlElement | undefined, local: string): XmlElement | undefined {
  return element?.children.find((one) => one.local === local);
}

function codesOf(code: XmlElement | undefined): readonly string[] {
  if (code === undefined) return [];
  const value = child(code, 'Value')?.text.trim() ?? '';
  return [value.slice(value.indexOf(':') + 1), ...codesOf(child(code, 'Subcode'))];
}

/** Fault of an element env:Fault. */
export function faultOf(fault: XmlElement): SoapFault {
  const reason = child(child(fault, 'Reason'), 'Text')?.text.trim() ?? '';
  return new SoapFault(codesOf(child(fault, 'Code')), reason);
}
