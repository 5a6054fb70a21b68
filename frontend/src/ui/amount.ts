/** 123450 → "1,234.50". */
export function formatAmount(minor: number): string {
  return new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    minor / 100,
  );
}

/**
 * What a person types as an amount, in minor units: "1,234.5", "¥1234", full-width digits.
 * undefined when it is not an amount of at most two decimals. No floating point is involved.
 */
export function parseAmount(typed: string): number | undefined {
  const plain = typed
    .normalize('NFKC')
    .replace(/[\s,¥￥$€£]/g, '')
    .replace(/。/g, '.');
  const match = /^(-?)(\d{1,13})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!match) return undefined;
  const minor = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -minor : minor;
}
