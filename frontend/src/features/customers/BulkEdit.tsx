import { Button, Modal, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { count, money } from '@/lib/format';
import { useStaff } from '@/lib/staff';
import { show } from '@/lib/toasts';
import { DateInput, MoneyInput } from '@/ui/inputs';
import { IconButton, LinkButton } from '@/ui/layout';
import { api, type BulkPreview, keys, previewMany, updateMany } from './api';
import css from './bulk.module.css';
import { type BulkField, changesOf, complete, type BulkEdit as Edit, useBulkFields } from './bulkFields';

const blank: Edit = { field: '', mode: 'set', text: '', list: [], minor: null };

/** 批量修改: what to change, who changes from what, and one step that does it. */
export function BulkEdit(props: { ids: number[]; onClose: () => void; onDone: () => void }) {
  const t = useText();
  const b = t.clean.bulk;
  const { ids } = props;
  const fields = useBulkFields();
  const [edits, setEdits] = useState<Edit[]>([blank]);
  const [busy, setBusy] = useState(false);
  const [late] = useDebouncedValue(edits, 300);
  const changes = changesOf(late, fields);
  const preview = useQuery({
    queryKey: ['customer', 'bulk', ids, changes],
    queryFn: ({ signal }) => previewMany(ids, changes, signal),
    enabled: Object.keys(changes).length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    meta: { kinds: ['customer', 'contact'] },
  });
  const set = (at: number, part: Partial<Edit>) =>
    setEdits(edits.map((edit, i) => (i === at ? { ...edit, ...part } : edit)));
  const used = new Set(edits.map((e) => e.field));
  const settled = late === edits && !preview.isPlaceholderData;
  const seen = Object.keys(changes).length > 0 && !preview.error ? preview.data : undefined;
  const apply = async () => {
    setBusy(true);
    try {
      await updateMany(ids, changes);
      props.onDone();
      props.onClose();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      size="xl"
      onClose={props.onClose}
      title={b.title(count(ids.length))}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <div className={css.edits}>
        {edits.map((edit, at) => (
          <EditRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            key={at}
            edit={edit}
            fields={fields.filter((f) => f.key === edit.field || !used.has(f.key))}
            onChange={(part) => set(at, part)}
            onDrop={edits.length > 1 ? () => setEdits(edits.filter((_, i) => i !== at)) : undefined}
          />
        ))}
        {edits.every((e) => e.field !== '') && (
          <LinkButton onClick={() => setEdits([...edits, blank])}>
            <IconPlus size="1rem" />
            {b.more}
          </LinkButton>
        )}
      </div>
      <div className={css.preview} role="status">
        {preview.error && complete(late, fields) ? (
          <p className={css.bad}>{sentence(preview.error)}</p>
        ) : seen ? (
          <Preview preview={seen} fields={fields} />
        ) : (
          <p className={css.muted}>{Object.keys(changes).length > 0 ? b.waiting : b.say}</p>
        )}
      </div>
      <div className={css.foot}>
        <span className={css.muted}>{b.undo}</span>
        <Button variant="default" onClick={props.onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button
          loading={busy}
          disabled={!seen || seen.changed === 0 || !settled || !complete(edits, fields)}
          onClick={() => void apply()}
        >
          {b.apply(count(seen?.changed ?? ids.length))}
        </Button>
      </div>
    </Modal>
  );
}

function EditRow(props: {
  edit: Edit;
  fields: BulkField[];
  onChange: (part: Partial<Edit>) => void;
  onDrop?: () => void;
}) {
  const t = useText();
  const b = t.clean.bulk;
  const { edit, onChange } = props;
  const field = props.fields.find((f) => f.key === edit.field);
  const groups = [...new Set(props.fields.map((f) => f.group))];
  return (
    <div className={css.edit}>
      <Select
        aria-label={b.field}
        placeholder={b.field}
        data-autofocus
        searchable
        data={groups.map((group) => ({
          group,
          items: props.fields.filter((f) => f.group === group).map((f) => ({ value: f.key, label: f.label })),
        }))}
        value={edit.field || null}
        onChange={(key) => {
          const next = props.fields.find((f) => f.key === key);
          onChange({ ...blank, field: key ?? '', mode: next?.modes[0] ?? 'set' });
        }}
      />
      {field && (
        <Select
          aria-label={b.how}
          allowDeselect={false}
          data={field.modes.map((mode) => ({ value: mode, label: b.modes[mode] }))}
          value={edit.mode}
          onChange={(mode) => onChange({ mode: (mode as Edit['mode'] | null) ?? 'set' })}
        />
      )}
      <div className={css.value}>
        {field && edit.mode !== 'clear' && <Value field={field} edit={edit} onChange={onChange} />}
      </div>
      {props.onDrop && (
        <IconButton label={b.drop(field?.label ?? '')} onClick={props.onDrop}>
          <IconX size="1.125rem" />
        </IconButton>
      )}
    </div>
  );
}

function Value(props: { field: BulkField; edit: Edit; onChange: (part: Partial<Edit>) => void }) {
  const t = useText();
  const { field, edit, onChange } = props;
  const tags =
    useQuery({ queryKey: keys.tags, queryFn: () => api.Tags(), enabled: field.type === 'tags' }).data ?? [];
  const label = t.clean.bulk.value;
  switch (field.type) {
    case 'choice':
    case 'person':
      return (
        <Select
          aria-label={label}
          placeholder={label}
          searchable
          data={field.options ?? []}
          value={edit.text || null}
          onChange={(text) => onChange({ text: text ?? '' })}
        />
      );
    case 'tags':
      return (
        <TagsInput
          aria-label={label}
          placeholder={t.ui.field.tagsHint}
          data={tags.map((tag) => tag.name)}
          splitChars={[',', '，', '、']}
          acceptValueOnBlur
          value={edit.list}
          onChange={(list) => onChange({ list })}
        />
      );
    case 'date':
      return <DateInput ariaLabel={label} value={edit.text} onChange={(text) => onChange({ text })} />;
    case 'money':
      return <MoneyInput aria-label={label} value={edit.minor} onChange={(minor) => onChange({ minor })} />;
    case 'long':
    case 'lines':
      return (
        <Textarea
          aria-label={label}
          placeholder={label}
          autosize
          minRows={1}
          maxRows={5}
          value={edit.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      );
    default:
      return (
        <TextInput
          aria-label={label}
          placeholder={label}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          value={edit.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      );
  }
}

/** How many change from what, how many stay, and who cannot be changed. */
function Preview({ preview: p, fields }: { preview: BulkPreview; fields: BulkField[] }) {
  const t = useText();
  const b = t.clean.bulk;
  const shared = useShared();
  const staff = useStaff();
  const reads = (key: string, value: unknown): string => {
    const field = fields.find((f) => f.key === key);
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      return b.blank;
    if (Array.isArray(value))
      return value
        .map((one) =>
          typeof one === 'object' && one ? String((one as { raw?: string }).raw ?? '…') : String(one),
        )
        .join(' · ');
    if (field?.type === 'person') return Number(value) === 0 ? b.blank : staff.name(Number(value));
    if (field?.type === 'money') return value === 0 ? b.blank : money(Number(value));
    const code = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    return field?.options?.find((o) => o.value === code)?.label ?? code;
  };
  if (p.changed === 0 && p.refusedCount === 0) return <p>{b.nobody}</p>;
  return (
    <>
      <p className={css.sum}>
        {b.sum(count(p.changed), count(p.same))}
        {p.contacts > 0 && ` · ${b.contacts(count(p.contacts))}`}
      </p>
      <ul className={css.list}>
        {p.fields
          .filter((f) => f.changed > 0)
          .map((f) => (
            <li key={f.field}>
              <span className={css.name}>{fields.find((one) => one.key === f.field)?.label ?? f.field}</span>
              <span className={css.was}>
                {f.was.map((w) => (
                  <span key={w.rest ? 'rest' : JSON.stringify(w.value)}>
                    {b.was(w.rest ? b.others : reads(f.field, w.value), count(w.count))}
                  </span>
                ))}
              </span>
            </li>
          ))}
      </ul>
      {p.refusedCount > 0 && (
        <>
          <p className={css.bad}>{b.refused(count(p.refusedCount))}</p>
          <ul className={css.list}>
            {p.refused.slice(0, 5).map((r) => (
              <li key={r.id}>
                <span className={css.name}>{r.name}</span>
                <span className={css.was}>{r.fields[0] && shared(r.fields[0].code, r.fields[0].params)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
