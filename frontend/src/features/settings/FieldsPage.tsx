import { Button, Menu, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { IconDots, IconGripVertical, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { isComposing } from '@/lib/ime';
import { queryClient } from '@/lib/query';
import { useSaving } from '@/lib/saving';
import { Empty, IconButton, LinkButton, Tabs } from '@/ui/layout';
import { moved, useSortable } from '@/ui/sortable';
import { act } from './act';
import { api, type CustomField, type Entity, type FieldType } from './api';
import { Loaded } from './parts';
import css from './settings.module.css';

const entities: readonly Entity[] = ['customer', 'contact'];
const types: readonly FieldType[] = ['text', 'number', 'date', 'choice'];
const listKey = (entity: Entity) => ['custom_field', entity] as const;

/** 自定义项: what the owner wants to note about customers and contacts besides what there is. */
export default function FieldsPage() {
  const t = useText();
  const f = t.settings.fields;
  const [entity, setEntity] = useState<Entity>('customer');
  const [editing, setEditing] = useState<CustomField | 'new' | undefined>(undefined);
  const query = useQuery({ queryKey: listKey(entity), queryFn: () => api.CustomFields(entity) });
  return (
    <>
      <div className={css.tabs}>
        <Tabs
          label={f.title}
          value={entity}
          tabs={entities.map((key) => ({ key, label: f.entities[key] }))}
          onChange={(key) => setEntity(key as Entity)}
        />
      </div>
      <Loaded query={query}>
        {(fields) =>
          fields.length === 0 ? (
            <Empty title={f.emptyTitle[entity]} text={f.emptyText}>
              <Button onClick={() => setEditing('new')}>{f.add}</Button>
            </Empty>
          ) : (
            <>
              <FieldList key={entity} entity={entity} fields={fields} onEdit={setEditing} />
              <div className={css.foot}>
                <Button
                  variant="default"
                  leftSection={<IconPlus size="1rem" />}
                  onClick={() => setEditing('new')}
                >
                  {f.add}
                </Button>
              </div>
              <p className={css.foot}>{f.note}</p>
            </>
          )
        }
      </Loaded>
      {editing && (
        <FieldForm
          entity={entity}
          field={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}

function FieldList(props: { entity: Entity; fields: CustomField[]; onEdit: (field: CustomField) => void }) {
  const t = useText();
  const shared = useShared();
  const f = t.settings.fields;
  const { entity, fields } = props;
  const [said, setSaid] = useState('');

  const move = (from: number, to: number) => {
    const next = moved(fields, from, to);
    const field = fields[from];
    if (!field || to < 0 || to >= fields.length || from === to) return;
    setSaid(f.moved(field.label, to + 1, fields.length));
    // Shown at once; the answer, or the list as it is, follows.
    queryClient.setQueryData(listKey(entity), next);
    act(
      api
        .OrderCustomFields(
          entity,
          next.map((row) => row.id),
        )
        .catch((cause: unknown) => {
          void queryClient.invalidateQueries({ queryKey: listKey(entity) });
          throw cause;
        }),
    );
  };
  const sortable = useSortable(fields.length, move);
  return (
    <>
      <ul className={css.rows} ref={sortable.list}>
        {sortable.order.map((index) => {
          const field = fields[index];
          if (!field) return null;
          return (
            <li key={field.id} className={`${css.row} ${sortable.lifted === index ? css.lifted : ''}`}>
              <IconButton
                label={f.drag(field.label)}
                title={f.dragHint}
                data-grip
                onPointerDown={(event) => sortable.lift(event, index)}
                onKeyDown={(event) => {
                  if (isComposing(event.nativeEvent)) return;
                  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
                  if (step === 0) return;
                  event.preventDefault();
                  move(index, index + step);
                }}
              >
                <IconGripVertical size="1.125rem" className={css.grip} />
              </IconButton>
              <div className={css.rowMain}>
                <LinkButton title={f.edit} onClick={() => props.onEdit(field)}>
                  {field.label}
                </LinkButton>
                {field.choices.length > 0 && <div className={css.muted}>{f.choiceList(field.choices)}</div>}
              </div>
              <span className={css.chip}>{shared(`settings.field_type.${field.type}`)}</span>
              <Menu position="bottom-end" width="16rem">
                <Menu.Target>
                  <IconButton label={f.more(field.label)}>
                    <IconDots size="1.125rem" />
                  </IconButton>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => props.onEdit(field)}>{f.edit}</Menu.Item>
                  <Menu.Item disabled={index === 0} onClick={() => move(index, index - 1)}>
                    {f.up}
                  </Menu.Item>
                  <Menu.Item disabled={index === fields.length - 1} onClick={() => move(index, index + 1)}>
                    {f.down}
                  </Menu.Item>
                  <Menu.Item onClick={() => act(api.TrashCustomField(field.id))}>
                    <span className={css.danger}>{f.remove}</span>
                    <span className={`${css.muted} ${css.block}`}>{f.removeMeans}</span>
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </li>
          );
        })}
      </ul>
      <div className="visually-hidden" aria-live="polite">
        {said}
      </div>
    </>
  );
}

function FieldForm(props: { entity: Entity; field: CustomField | undefined; onClose: () => void }) {
  const t = useText();
  const shared = useShared();
  const f = t.settings.fields;
  const { entity, field } = props;
  const [label, setLabel] = useState(field?.label ?? '');
  const [type, setType] = useState<FieldType>(field?.type ?? 'text');
  const [choices, setChoices] = useState(field?.choices.join('\n') ?? '');
  const { problems, busy, save: send } = useSaving();
  const save = () =>
    send(async () => {
      const list = type === 'choice' ? choices.split('\n').filter((line) => line.trim() !== '') : [];
      if (field) await api.UpdateCustomField(field.id, field.version, { label, choices: list });
      else await api.CreateCustomField({ entity, label, type, choices: list });
      props.onClose();
    });
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={field ? f.editTitle : f.addTitle}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          data-autofocus
          withAsterisk
          label={f.label}
          placeholder={f.labelExample}
          value={label}
          error={problems.label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Select
          label={f.type}
          description={field ? f.typeFixed : undefined}
          disabled={field !== undefined}
          data={types.map((value) => ({ value, label: shared(`settings.field_type.${value}`) }))}
          value={type}
          allowDeselect={false}
          error={problems.type}
          onChange={(value) => setType((value as FieldType | null) ?? 'text')}
        />
        {type === 'choice' && (
          <Textarea
            withAsterisk
            autosize
            minRows={4}
            maxRows={12}
            label={f.choices}
            description={f.choicesNote}
            value={choices}
            error={problems.choices}
            onChange={(event) => setChoices(event.currentTarget.value)}
          />
        )}
        <div className={css.formActions}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {field ? t.ui.actions.save : t.ui.actions.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
