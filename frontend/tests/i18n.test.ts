import { describe, expect, it } from 'vitest';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';
import go from '../../backend/template/merge_lines.go?raw';

type Tree = { [key: string]: string | ((...args: never[]) => string) | Tree };

function leaves(tree: Tree, path = ''): Map<string, string | ((...args: never[]) => string)> {
  const out = new Map<string, string | ((...args: never[]) => string)>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'object') for (const [k, v] of leaves(value, `${path}${key}.`)) out.set(k, v);
    else out.set(path + key, value);
  }
  return out;
}

const chinese = leaves(zh as unknown as Tree);
const english = leaves(en as unknown as Tree);
/** Names of languages stay in their own language. */
const mixed = new Set(['app.commands.lang', 'settings.language.zh', 'settings.language.en']);

describe('translations', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('are never blank and are functions of the same arity', () => {
    for (const [key, value] of chinese) {
      const other = english.get(key);
      expect(typeof other, key).toBe(typeof value);
      if (typeof value === 'function') expect((other as () => string).length, key).toBe(value.length);
      else expect(value.trim() && (other as string).trim(), key).not.toBe('');
    }
  });

  it('leave no Chinese in the English catalogue', () => {
    for (const [key, value] of english)
      if (typeof value === 'string' && !mixed.has(key)) expect(value, key).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('the shared catalogue', () => {
  const files = import.meta.glob<Record<string, Record<string, string>>>(
    '../../backend/locale/catalog/*.json',
    { eager: true, import: 'default' },
  );
  it('has both languages for every code', () => {
    for (const [file, entries] of Object.entries(files))
      for (const [code, entry] of Object.entries(entries))
        expect(Boolean(entry['zh-CN'] && entry.en), `${file} ${code}`).toBe(true);
  });
});

it('calls the columns of a lines table in the editor what is printed', () => {
  const printed = [...go.matchAll(/"(\w+)": \{"([^"]+)", "([^"]+)", typeset/g)];
  expect(printed.length).toBe(Object.keys(zh.editor.lines.names).length);
  for (const [, key, inChinese, inEnglish] of printed) {
    expect(zh.editor.lines.names).toHaveProperty(key ?? '', inChinese);
    expect(en.editor.lines.names).toHaveProperty(key ?? '', inEnglish);
  }
});
