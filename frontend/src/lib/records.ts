/** Where a found record opens; a feature's screen answers these paths. */
export function recordPath(kind: string, id: number): string | undefined {
  switch (kind) {
    case 'customer':
      return `/customers/${id}`;
    case 'contract':
      return `/contracts/${id}`;
    case 'opportunity':
      return `/opportunities/${id}`;
    case 'product':
      return `/products/${id}`;
    case 'lead':
      return `/leads/${id}`;
    case 'group':
      return `/groups/${id}`;
    case 'template':
      return `/templates/${id}`;
    case 'clause':
      return `/templates/clauses?clause=${id}`;
    case 'payment':
      return `/payments?peek=${id}`;
    case 'task': // of no customer
      return '/';
    default:
      return undefined;
  }
}
