/**
 * What one screen hands to the next when it does not fit into an address: ids of chosen rows. It
 * survives a reload of the page, not the end of the session.
 */
export function handOver(name: string, ids: readonly number[]): void {
  try {
    sessionStorage.setItem(`keyue.hand.${name}`, JSON.stringify(ids));
  } catch {
    // The next screen then begins empty, which it can.
  }
}

export function handedOver(name: string): number[] {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(`keyue.hand.${name}`) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id): id is number => typeof id === 'number') : [];
  } catch {
    return [];
  }
}
