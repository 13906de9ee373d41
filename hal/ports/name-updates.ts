/** Sends names and addresses of this device to its DNS server (RFC 2136). */
export interface NameUpdates {
  /**
   * Takes the place of all addresses of that name. Rejects with HalError when the server does not answer or refuses.
   * @param ttl seconds
   */
  update(name: string, ttl: number, addresses: readonly string[]): Promise<void>;
}
