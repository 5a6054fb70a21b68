import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const files = Object.entries(sources).map(([path, source]) => ({
  path: path.replace('../src/', ''),
  source,
}));

/** Paths of other files of the page that a file imports, from the root of src. */
function imports(path: string, source: string): string[] {
  const out: string[] = [];
  for (const match of source.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
    const target = match[1] as string;
    if (target.startsWith('@/')) out.push(target.slice(2));
    else if (target.startsWith('.')) out.push(new URL(target, `file:///${path}`).pathname.slice(1));
    else if (target.startsWith('@wails')) out.push(target);
  }
  return out;
}

/** app → features → ui → lib → i18n, bridge. */
const allowed: Record<string, string[]> = {
  app: ['app', 'features', 'ui', 'lib', 'i18n', 'bridge'],
  features: ['ui', 'lib', 'i18n', 'bridge'],
  ui: ['ui', 'lib', 'i18n', 'bridge'],
  lib: ['lib', 'i18n', 'bridge'],
  i18n: ['i18n'],
  bridge: ['bridge', '@wails'],
};

describe('the arrows between the folders', () => {
  it('point one way, and features do not know each other', () => {
    const wrong: string[] = [];
    for (const { path, source } of files) {
      const [zone, feature] = path.split('/') as [string, string];
      if (!(zone in allowed)) continue;
      for (const target of imports(path, source)) {
        const [otherZone, otherFeature] = target.split('/') as [string, string];
        const own = zone === 'features' && otherZone === 'features' && feature === otherFeature;
        if (!own && !allowed[zone]?.includes(otherZone)) wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('let only the bridge talk to the backend', () => {
    const wrong = files.filter(
      ({ path, source }) =>
        !path.startsWith('bridge/') && /\bfetch\(|window\.(go|runtime)\b|EventSource\(/.test(source),
    );
    expect(wrong.map((f) => f.path)).toEqual([]);
  });

  it('keep Chinese text in the catalogue', () => {
    const wrong: string[] = [];
    for (const { path, source } of files) {
      if (path.startsWith('i18n/')) continue;
      const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');
      // Punctuation that people type (、，；) separates values; it is not text.
      const found = /\p{Script=Han}+/u.exec(code);
      if (found) wrong.push(`${path}: ${found[0]}`);
    }
    expect(wrong).toEqual([]);
  });
});
