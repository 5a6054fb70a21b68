import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const bindings = import.meta.glob<string>('../wailsjs/go/*/Service.d.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Methods of the Go services with their number of arguments, as generated. */
const bound = new Map(
  Object.entries(bindings).map(([path, text]) => [
    path.split('/').at(-2) as string,
    new Map(
      [...text.matchAll(/export function (\w+)\((.*?)\):/g)].map((m) => [
        m[1] as string,
        (m[2]?.match(/\barg\d+:/g) ?? []).length,
      ]),
    ),
  ]),
);

/** Methods a type names with their number of parameters: "A(x: X): Promise<…>". */
function methods(body: string): [string, number][] {
  return [...body.matchAll(/\b([A-Z]\w*)\(([^()]*)\):\s*Promise/g)].map((m) => [
    m[1] as string,
    m[2]?.trim() ? m[2].split(/,(?![^<{]*[>}])/).filter((p) => p.trim() !== '').length : 0,
  ]);
}

describe('what the page calls', () => {
  it('is bound by the backend, with as many arguments', () => {
    const wrong: string[] = [];
    for (const [path, source] of Object.entries(sources)) {
      for (const match of source.matchAll(/service<(\w+|\{[^;]*?\})>\('(\w+)'\)/g)) {
        const [, type = '', pkg = ''] = match;
        const known = bound.get(pkg);
        if (!known) continue;
        const start = source.indexOf(`interface ${type} {`);
        const body = type.startsWith('{') ? type : source.slice(start, source.indexOf('\n}', start));
        for (const [name, count] of methods(body)) {
          if (known.get(name) !== count)
            wrong.push(`${path}: ${pkg}.${name} takes ${known.get(name)}, not ${count}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
