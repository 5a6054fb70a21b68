import { text } from '@/i18n';
import { daysBetween, today } from '@/lib/format';

/** A day that has passed: 今天, 昨天, 12 天前 within a year, else YYYY-MM-DD. */
export function daysAgo(day: string, now: string = today()): string {
  const t = text().ui.dates;
  const days = daysBetween(day, now);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  if (days > 1 && days <= 365) return t.daysAgo(days);
  return day;
}
