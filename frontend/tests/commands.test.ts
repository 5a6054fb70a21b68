import { describe, expect, it } from 'vitest';
import { shellCommands } from '@/app/commands';
import { features } from '@/app/features';
import { matches } from '@/app/Palette';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';
import { available, define, run } from '@/lib/commands';
import { chord, keyLabel } from '@/lib/keys';

const commands = [...shellCommands, ...features.flatMap((f) => f.commands ?? [])];

describe('commands', () => {
  it('have unique ids', () => {
    const ids = commands.map((c) => c.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('have shortcuts that are unique within a screen and the app', () => {
    const clashes: string[] = [];
    for (const a of commands)
      for (const b of commands)
        if (a !== b && a.keys && a.keys === b.keys && (a.screen === b.screen || !a.screen || !b.screen))
          clashes.push(`${a.id} and ${b.id}: ${a.keys}`);
    expect(clashes).toEqual([]);
  });

  it('have labels in both languages', () => {
    for (const c of commands) expect(Boolean(c.label(zh) && c.label(en)), c.id).toBe(true);
  });

  it('are found by Chinese, pinyin initials, full pinyin and English', () => {
    const find = (q: string) => commands.filter((c) => matches(q, c.label(zh), c.alias)).map((c) => c.id);
    for (const q of ['新建客户', 'xjkh', 'xinjian', 'new']) expect(find(q), q).toContain('customers.new');
  });

  it('act before any component is there', () => {
    let done = 0;
    define([{ id: 'test.act', label: () => 'act', group: 'do', act: () => done++ }]);
    expect(run('test.act')).toBe(true);
    expect(done).toBe(1);
    expect(available().some((command) => command.id === 'test.act')).toBe(true);
    expect(run('test.nothing')).toBe(false);
  });
});

describe('keys', () => {
  const press = (code: string, more: Partial<KeyboardEventInit> = {}) =>
    new KeyboardEvent('keydown', { code, ...more });
  it('go by the physical key, so a Chinese layout changes nothing', () => {
    expect(chord(press('Slash', { key: '、' }), false)).toBe('Slash');
  });
  it('take Ctrl or Cmd as one, each on its own system', () => {
    expect(chord(press('KeyK', { ctrlKey: true }), false)).toBe('mod+KeyK');
    expect(chord(press('KeyK', { metaKey: true }), true)).toBe('mod+KeyK');
    expect(chord(press('KeyK', { ctrlKey: true }), true)).toBe('other+KeyK');
  });
  it('are written as the system writes them', () => {
    expect(keyLabel('mod+KeyK', false)).toBe('Ctrl K');
    expect(keyLabel('mod+KeyK', true)).toBe('⌘K');
  });
});

describe('features', () => {
  it('show in the navigation only places whose screen exists', () => {
    const paths = new Set(features.flatMap((f) => f.screens ?? []).map((s) => s.path));
    for (const place of features.flatMap((f) => f.places ?? []))
      expect(paths, place.path).toContain(place.path);
  });
});
