import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type Text, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { IconButton, LinkButton } from '@/ui/layout';
import type { Definition, Field, Source } from './api';
import { FieldForm } from './FieldForm';
import css from './fields.module.css';
import { type Editor, withField } from './useEditor';

/** A default as people read it: the label of a choice, yes or no, today. */
function usualText(field: Field, t: Text): string {
  const value = field.default ?? '';
  const choice = field.choices?.find((c) => c.value === value);
  if (choice) return choice.label;
  if (field.type === 'yesNo')
    return ['yes', 'true', '1', '\u662f'].includes(value) ? t.editor.yes : t.editor.no;
  return value.replace(/^today/, t.editor.today);
}

/** What has just come up below the edge of the panel is brought into it. */
const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** The blanks of a template: which there are, of which type, where their values come from. */
export function FieldsPanel(props: {
  editor: Editor;
  sources: Source[];
  /** The field whose form is open; '' for a new one. */
  open: string | undefined;
  onOpen: (key: string | undefined) => void;
  /** Puts the field where the cursor is in the text. */
  onInsert: (key: string) => void;
}) {
  const { editor, sources, open, onOpen: setOpen } = props;
  const t = useText();
  const shared = useShared();
  // The field made last stands in the list only, until it is put into the text.
  const [fresh, setFresh] = useState('');
  const { definition } = editor;
  if (!definition) return null;
  const apply = (change: (d: Definition) => Definition) => editor.change(change);
  const move = (at: number, by: number) =>
    apply((d) => {
      const fields = [...d.fields];
      const [field] = fields.splice(at, 1);
      if (field) fields.splice(at + by, 0, field);
      return { ...d, fields };
    });
  const made = definition.fields.find((f) => f.key === fresh);
  const blank: Field = { key: '', label: '', type: 'text' };
  return (
    <div className={css.fieldsPanel}>
      {definition.fields.map((field, i) =>
        open === field.key ? (
          <FieldForm
            key={field.key}
            field={field}
            definition={definition}
            sources={sources}
            onClose={() => setOpen(undefined)}
            onSave={async (next) => {
              editor.change((d) => withField(d, field.key, next));
              setOpen(undefined);
            }}
            onRemove={() => {
              setOpen(undefined);
              apply((d) => ({ ...d, fields: d.fields.filter((f) => f.key !== field.key) }));
            }}
          />
        ) : (
          <div key={field.key} className={css.fieldRow}>
            <button type="button" className={css.fieldMain} onClick={() => setOpen(field.key)}>
              <span>
                {field.label}
                {field.required && <span className={css.star}> *</span>}
              </span>
              <span className={css.muted}>
                {shared(`template.type.${field.type}`)}
                {field.source ? ` · ${t.templates.editor.from}` : ''}
                {field.asLast ? ` · ${t.templates.editor.asLastShort}` : ''}
                {field.default ? ` · ${usualText(field, t)}` : ''}
              </span>
            </button>
            <IconButton
              label={t.templates.editor.up(field.label)}
              disabled={i === 0}
              onClick={() => move(i, -1)}
            >
              <IconArrowUp size="1rem" />
            </IconButton>
            <IconButton
              label={t.templates.editor.down(field.label)}
              disabled={i === definition.fields.length - 1}
              onClick={() => move(i, 1)}
            >
              <IconArrowDown size="1rem" />
            </IconButton>
          </div>
        ),
      )}
      {open === '' ? (
        <FieldForm
          field={blank}
          definition={definition}
          sources={sources}
          onClose={() => setOpen(undefined)}
          onSave={async (next) => {
            editor.change((d) => ({ ...d, fields: [...d.fields, next] }));
            setFresh(next.key);
            setOpen(undefined);
          }}
        />
      ) : (
        <>
          {made && (
            <div role="status" className={css.fresh} ref={intoView}>
              {t.templates.editor.notInText(made.label)}
              <LinkButton
                onClick={() => {
                  setFresh('');
                  props.onInsert(made.key);
                }}
              >
                {t.templates.editor.insertHere}
              </LinkButton>
            </div>
          )}
          <Button
            variant="default"
            mt="sm"
            leftSection={<IconPlus size="1rem" />}
            onClick={() => setOpen('')}
          >
            {t.templates.editor.addField}
          </Button>
        </>
      )}
    </div>
  );
}
