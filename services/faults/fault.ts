import type { RawXml } from '../schema/xml-element.ts';
import { type FaultName, faultTable } from './fault-table.ts';

/** Fault of the standard, thrown by handlers; `faultReply` turns it into XML. */
export class Fault extends Error {
  readonly faultName: FaultName;
  /** Second subcode instead of that in the table, for `notOffered` operations. */
  readonly detailCode: string | undefined;

  constructor(faultName: FaultName, reason?: string, detailCode?: string) {
    super(reason ?? faultTable[faultName][3]);
    this.name = 'Fault';
    this.faultName = faultName;
    this.detailCode = detailCode;
  }
}

/**
 * Fault of WS-BaseNotification: env:Receiver with one element in Detail that extends wsrf-bf:BaseFaultType
 * (ONVIF Core, event handling). `detail` is the encoded element, its wsrf-bf:Timestamp included.
 */
export class WsntFault extends Error {
  readonly detail: RawXml;

  constructor(reason: string, detail: RawXml) {
    super(reason);
    this.name = 'WsntFault';
    this.detail = detail;
  }
}
