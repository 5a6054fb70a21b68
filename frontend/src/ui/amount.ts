/** 123450 → "1,234.50". */
export function formatAmount(minor: number): string {
  return new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    minor / 100,
  );
}

/**
 * A number with a point before its decimals and no marks between its thousands, by the rule of
 * money.Parse: a comma with one or two last digits behind it stands for the decimal mark (89,50),
 * also behind points that part thousands (1.234,50); any other comma parts thousands.
 */
function point(number: string): string {
  if (/^-?\d{1,3}(\.\d{3})+,\d*$|^-?\d*,\d{1,2}$/.test(number)) {
    return number.replace(/\./g, '').replace(',', '.');
  }
  if (/^-?\d{1,3}(\.\d{3}){2,}$/.test(number)) return number.replace(/\./g, '');
  return number.replace(/,/g, '');
}

/**
 * What a person types as an amount, in minor units: "1,234.5", "¥1234", "89,50", full-width digits.
 * undefined when it is not an amount of at most two decimals. No floating point is involved.
 */
export function parseAmount(typed: string): number | undefined {
  const plain = point(
    typed
      .normalize('NFKC')
      .replace(/[\s¥￥$€£]/g, '')
      .replace(/。/g, '.'),
  );
  const match = /^(-?)(\d{1,13})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!match) return undefined;
  const minor = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -minor : minor;
}

/**
 * How a typed amount is read, "1,910.90", where its marks might be read otherwise: a comma that stands for the
 * decimal mark. undefined where nobody could read it differently.
 */
export function readingOf(typed: string): string | undefined {
  const minor = parseAmount(typed);
  return minor === undefined || parseAmount(typed.replace(/[,，]/g, '')) === minor
    ? undefined
    : formatAmount(minor);
}

const plain = (typed: string): string =>
  point(typed.normalize('NFKC').replace(/\s/g, '').replace(/。/g, '.'));

/** A number of any size and decimals, as a person types it; undefined when it is none. */
export function parseNumber(typed: string): number | undefined {
  const text = plain(typed);
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined;
}

/** "1.5" with so many decimals as an integer of their smallest unit; undefined when it is none. */
export function parseScaled(typed: string, decimals: number): number | undefined {
  const match = /^(-?)(\d{1,12})?(?:\.(\d*))?$/.exec(plain(typed));
  if (!match || (match[2] === undefined && !match[3])) return undefined;
  const fraction = match[3] ?? '';
  if (fraction.length > decimals) return undefined;
  const value = Number(match[2] ?? '0') * 10 ** decimals + Number(fraction.padEnd(decimals, '0') || '0');
  return match[1] === '-' ? -value : value;
}

/** 1500 thousandths → "1.5". */
export function formatScaled(value: number, decimals: number): string {
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** "13%", "13.5" in hundredths of a percent; undefined when it is no number. */
export const parsePercent = (typed: string): number | undefined =>
  parseScaled(typed.normalize('NFKC').replace(/%/g, ''), 2);
