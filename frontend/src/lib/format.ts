import { type Lang, lang, text } from '@/i18n';
import { ourCurrency } from './currency';

const symbols: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', HKD: 'HK$', JPY: '¥', GBP: '£' };

/** 100000 → 100,000. */
export const count = (n: number, language: Lang = lang()): string =>
  new Intl.NumberFormat(language).format(n);

/** Minor units → ¥1,234.50; whole amounts drop the fen unless `exact`. */
export function money(minor: number, currency = ourCurrency(), exact = false): string {
  const whole = !exact && minor % 100 === 0;
  const digits = new Intl.NumberFormat('en', {
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(Math.abs(minor) / 100);
  return `${minor < 0 ? '−' : ''}${symbols[currency] ?? `${currency} `}${digits}`;
}

/** Sums and boards: ¥185 万 in Chinese, ¥1.85M in English; small sums in full. */
export function moneyShort(minor: number, currency = ourCurrency(), language: Lang = lang()): string {
  const yuan = Math.abs(minor) / 100;
  if (yuan < 10_000) return money(minor, currency);
  const sign = minor < 0 ? '−' : '';
  const symbol = symbols[currency] ?? `${currency} `;
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(
    yuan,
  );
  return `${sign}${symbol}${language === 'zh-CN' ? short.replace(/(\p{Script=Han})/u, ' $1') : short}`;
}

/** Today as a calendar date in the machine's own time zone. */
export function today(now: Date = new Date()): string {
  return isoDate(now);
}

export function isoDate(d: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

/** Whole days from `from` to `to`, both YYYY-MM-DD; the time zone plays no part. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A date to come: 今天, 明天, 3 天后, 已过 2 天 within 30 days, else YYYY-MM-DD. */
export function dueDate(date: string, now: string = today()): string {
  const t = text().ui.dates;
  const days = daysBetween(now, date);
  if (days === 0) return t.today;
  if (days === 1) return t.tomorrow;
  if (days > 1 && days <= 30) return t.inDays(days);
  if (days < 0 && days >= -30) return t.overdue(-days);
  return date;
}

/** A moment that has passed: 刚刚, 5 分钟前, 今天 10:20, 昨天 10:20, 3 天前, else the date. */
export function ago(ms: number, now: number = Date.now()): string {
  const t = text().ui.dates;
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return t.justNow;
  if (minutes < 60) return t.minutesAgo(minutes);
  const at = new Date(ms);
  const days = daysBetween(isoDate(at), isoDate(new Date(now)));
  const clock = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  if (days === 0) return `${t.today} ${clock}`;
  if (days === 1) return `${t.yesterday} ${clock}`;
  if (days > 1 && days <= 30) return t.daysAgo(days);
  return isoDate(at);
}

/** Date and time in full, for tooltips and history. */
export function dateTime(ms: number): string {
  const at = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${isoDate(at)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The heading of 今日: 11月21日 周六 / Saturday, 21 November. */
export function longDay(d: Date, language: Lang = lang()): string {
  return language === 'zh-CN'
    ? `${new Intl.DateTimeFormat('zh-CN', { month: 'long', day: 'numeric' }).format(d)} ${new Intl.DateTimeFormat('zh-CN', { weekday: 'short' }).format(d)}`
    : new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(d);
}

/** 13800138000 or +8613800138000 → 138 0013 8000; other numbers as they were typed. */
export function phone(number: string): string {
  const mobile = /^(?:\+?86)?(1\d{2})(\d{4})(\d{4})$/.exec(number.replace(/[\s-]/g, ''));
  return mobile ? `${mobile[1]} ${mobile[2]} ${mobile[3]}` : number;
}

/** 1536 → 1.5 KB. */
export function fileSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
