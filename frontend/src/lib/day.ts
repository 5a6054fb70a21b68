const written =
  /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5?|(\d{2})(\d{2}))$/;

/**
 * The day that a text names, as YYYY-MM-DD: 2026-11-22, 2026/1/2, 2026.1.2, 20261122, 2026年11月22日, as Go
 * reads them. Undefined for anything that is not a day of the calendar, such as 2026-02-30.
 */
export function readDay(text: string): string | undefined {
  const parts = written.exec(text.normalize('NFKC').replace(/\s/g, ''));
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).filter((part) => part !== undefined) as [string, string, string];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : undefined;
}

/** The day that a text names already while it is typed: no further digit could make it another one. */
export function readWholeDay(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  return /(?:\u65e5|\d{2})$/.test(plain) ? readDay(plain) : undefined;
}
