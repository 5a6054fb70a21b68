import { describe, expect, it } from 'vitest';
import css from '../src/ui/tokens.css?raw';

function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--crm-([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]),
  );
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

const surfaces = ['bg', 'surface', 'surface-2', 'sunken'];
const text: [string, string][] = [
  ...['text', 'text-2', 'text-3', 'brand'].flatMap((fg) => surfaces.map((bg): [string, string] => [fg, bg])),
  ...['seal', 'amber', 'bamboo'].flatMap((fg) =>
    ['bg', 'surface', 'surface-2'].map((bg): [string, string] => [fg, bg]),
  ),
  ['on-brand', 'brand-fill'],
  ['on-toast', 'toast'],
  ['toast-action', 'toast'],
  ['brand', 'brand-soft'],
  ['text', 'brand-soft'],
  ['text-2', 'brand-soft'],
  ['seal', 'seal-soft'],
  ['text', 'seal-soft'],
  ['amber', 'amber-soft'],
  ['bamboo', 'bamboo-soft'],
];
const edges: [string, string][] = ['line-strong', 'focus'].flatMap((fg) =>
  ['bg', 'surface', 'surface-2'].map((bg): [string, string] => [fg, bg]),
);

describe.each([
  ['light', ':root[data-mantine-color-scheme="light"]'],
  ['dark', ':root[data-mantine-color-scheme="dark"]'],
])('the %s theme', (_, selector) => {
  const t = tokens(selector);
  it.each(text)('shows %s on %s at 4.5:1 or more', (fg, bg) => {
    expect(contrast(t[fg] as string, t[bg] as string)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(edges)('shows the edge %s on %s at 3:1 or more', (fg, bg) => {
    expect(contrast(t[fg] as string, t[bg] as string)).toBeGreaterThanOrEqual(3);
  });
});
