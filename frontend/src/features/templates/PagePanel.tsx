import { NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLang, useText } from '@/i18n';
import { api, type Definition, type Source } from './api';
import { ladder } from './editor/numbers';
import { keysOf, lineOf, textOf, type Word } from './lineText';
import css from './templates.module.css';
import type { Editor } from './useEditor';

/** What the engine takes where the template says nothing: millimetres top, right, bottom, left; points. */
const USUAL = { margins: [25, 28, 25, 28], size: 10.5 };
const sides = ['top', 'right', 'bottom', 'left'] as const;

/** The paper of a template: size, margins, what stands at head and foot, how clauses are counted. */
export function PagePanel({ editor, sources }: { editor: Editor; sources: Source[] }) {
  const t = useText();
  const p = t.editor.page;
  const lang = useLang();
  const schema = useQuery({
    queryKey: ['template', 'schema', lang],
    queryFn: () => api.Schema(lang),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  const { definition } = editor;
  if (!definition || !schema) return null;
  const { page } = definition;
  const setPage = (changes: Partial<Definition['page']>) =>
    editor.change((d) => ({ ...d, page: { ...d.page, ...changes } }));
  const margins = page.margins?.length === 4 ? page.margins : USUAL.margins;
  const levels = [0, 1, 2, 3, 4].slice(0, schema.levels);
  /** What each level is printed with, chosen or not. */
  const printed = ladder(definition.numbering, definition.language);
  const styleAt = (level: number) => definition.numbering?.[level] ?? '';
  const setStyle = (level: number, style: string) =>
    editor.change((d) => {
      const next = [...(d.numbering ?? [])];
      // Levels above one that is chosen must say theirs too: the list is read from the outermost on.
      while (next.length < level) next.push(printed[next.length] ?? 'none');
      if (style === '') next.length = Math.min(next.length, level);
      else next[level] = style;
      return { ...d, numbering: next };
    });
  return (
    <div className={css.pagePanel}>
      <Select
        label={p.paper}
        data={schema.papers}
        allowDeselect={false}
        value={page.paper || 'A4'}
        onChange={(paper) => paper && setPage({ paper })}
      />
      <SegmentedControl
        aria-label={p.direction}
        data={[
          { value: 'portrait', label: p.portrait },
          { value: 'landscape', label: p.landscape },
        ]}
        value={page.landscape ? 'landscape' : 'portrait'}
        onChange={(value) => setPage({ landscape: value === 'landscape' })}
      />
      <fieldset className={css.margins}>
        <legend>{p.margins}</legend>
        {sides.map((side, i) => (
          <NumberInput
            key={side}
            label={p[side]}
            min={0}
            max={100}
            decimalScale={1}
            clampBehavior="strict"
            hideControls
            value={margins[i]}
            onChange={(value) => {
              if (typeof value !== 'number') return;
              const next = [...margins];
              next[i] = value;
              setPage({ margins: next });
            }}
          />
        ))}
      </fieldset>
      <NumberInput
        label={p.size}
        min={6}
        max={24}
        step={0.5}
        decimalScale={1}
        clampBehavior="blur"
        value={page.size || USUAL.size}
        onChange={(value) =>
          typeof value === 'number' && value >= 6 && value <= 24 && setPage({ size: value })
        }
      />
      <Switch
        label={p.logo}
        description={p.logoHint}
        checked={definition.logo ?? false}
        onChange={(event) => {
          const logo = event.currentTarget.checked;
          editor.change((d) => ({ ...d, logo }));
        }}
      />
      <Line
        part="header"
        label={p.header}
        hint={p.lineHint}
        editor={editor}
        definition={definition}
        sources={sources}
        formats={schema.formats}
      />
      <Line
        part="footer"
        label={p.footer}
        hint={p.footerHint}
        editor={editor}
        definition={definition}
        sources={sources}
        formats={schema.formats}
      />
      <fieldset className={css.levels}>
        <legend>{p.numbers}</legend>
        {levels.map((level) => (
          <Select
            key={level}
            label={p.level(level + 1)}
            placeholder={printed[level] === 'none' ? p.noNumber : printed[level]}
            clearable
            data={schema.numbers.map((style) => ({
              value: style.code,
              label: style.code === 'none' ? p.noNumber : style.examples.join('  '),
            }))}
            value={styleAt(level) === '' ? null : styleAt(level)}
            onChange={(style) => setStyle(level, style ?? '')}
          />
        ))}
      </fieldset>
    </div>
  );
}

/** One line at the head or foot of every page. */
function Line(props: {
  part: 'header' | 'footer';
  label: string;
  hint: string;
  editor: Editor;
  definition: Definition;
  sources: Source[];
  formats: readonly Word[];
}) {
  const t = useText();
  const { part, editor, definition, formats } = props;
  const names = keysOf(definition, props.sources);
  const [typed, setTyped] = useState(() => textOf(definition[part], names, formats));
  const { unknown } = lineOf(typed, names, formats);
  return (
    <TextInput
      label={props.label}
      description={props.hint}
      value={typed}
      error={unknown.length > 0 ? t.editor.page.unknown(unknown.join(', ')) : undefined}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = lineOf(text, names, formats);
        if (next.unknown.length === 0) editor.change((d) => ({ ...d, [part]: next.line }));
      }}
    />
  );
}
