const written =
  /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|\u5e74(\d{1,2})\u6708(\d{1,2})[\u65e5\u53f7]?|(\d{2})(\d{2}))$/;
/** The day first: only points say so, with slashes as many people begin with the month. */
const pointed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
/** Without a century, or without a year. */
const short =
  /^(?:(\d{2})(?:[-/.](\d{1,2})[-/.]|\u5e74(\d{1,2})\u6708)(\d{1,2})[\u65e5\u53f7]?|(\d{1,2})\u6708(\d{1,2})[\u65e5\u53f7])$/;

const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');

/**
 * The day that a text names, as YYYY-MM-DD, as date.Read of Go reads it: 2026-11-22, 2026/1/2, 2026.1.2, 20261122,
 * 2026年11月22日, 22.11.2026; 24.5.6 is of the century that makes it at most twenty years ahead, 5月6日 is this year's. Undefined
 * for anything that is not a day of the calendar, such as 2026-02-30.
 */
export function readDay(text: string, thisYear = new Date().getFullYear()): string | undefined {
  const whole = written.exec(plain(text));
  if (whole) {
    const [year, month, day] = whole.slice(1).filter((part) => part !== undefined) as [
      string,
      string,
      string,
    ];
    return calendar(year, month, day);
  }
  const dayFirst = pointed.exec(plain(text));
  if (dayFirst) return calendar(dayFirst[3] ?? '', dayFirst[2] ?? '', dayFirst[1] ?? '');
  const parts = short.exec(plain(text));
  if (!parts) return undefined;
  const [, two, m1, m2, day, month, dayOnly] = parts;
  if (two === undefined) return calendar(String(thisYear), month ?? '', dayOnly ?? '');
  const near = Math.floor(thisYear / 100) * 100 + Number(two);
  return calendar(String(near > thisYear + 20 ? near - 100 : near), m1 ?? m2 ?? '', day ?? '');
}

function calendar(year: string, month: string, day: string): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : undefined;
}

/** The day that a text names already while it is typed: no further digit could make it another one. */
export function readWholeDay(text: string): string | undefined {
  return /(?:[\u65e5\u53f7]|^\d{4}.*\d{2}|\.\d{4})$/.test(plain(text)) ? readDay(text) : undefined;
}
