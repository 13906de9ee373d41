/** Stream of an RTP-Info header (RFC 2326 12.33). @internal */
export interface RtpInfo {
  readonly url: string;
  /** 16 bit, first packet that follows */
  readonly sequence: number;
  /** 32 bit, its RTP time */
  readonly rtpTime: number;
}

export function serializeRtpInfo(streams: readonly RtpInfo[]): string {
  return streams.map(({ url, sequence, rtpTime }) => `url=${url};seq=${sequence};rtptime=${rtpTime}`).join(',');
}

/** @internal */
export function parseRtpInfo(value: string): readonly RtpInfo[] {
  return value.split(/,(?=\s*url=)/).flatMap((part) => {
    const match = /^\s*url=([^;]+);seq=(\d{1,5});rtptime=(\d{1,10})\s*$/.exec(part);
    return match === null ? [] : [{ url: match[1] ?? '', sequence: Number(match[2]), rtpTime: Number(match[3]) }];
  });
}
