import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton } from '@/ui/layout';
import { api, type Role, roles } from './api';
import css from './relations.module.css';
import { useTieWords } from './words';

interface Props {
  customerId: number;
  name: string;
  opened: boolean;
  onClose: () => void;
}

/** Adds a relation: the other customer, and what it is to this one. */
export function RelationForm(props: Props) {
  const t = useText();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t.relations.add}
      size="30rem"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <Body {...props} />
    </Modal>
  );
}

function Body({ customerId, name, onClose }: Props) {
  const t = useText();
  const words = useTieWords();
  const [other, setOther] = useState<{ id: number; name: string } | undefined>(undefined);
  const [role, setRole] = useState<Role>('child');
  const [draft, setDraft] = useState({ word: '', back: '', note: '' });
  const { problems, busy, save, clear } = useSaving();
  const without = useMemo(() => new Set([customerId]), [customerId]);
  const set = (changes: Partial<typeof draft>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(async () => {
      await api.Add({ customerId, otherId: other?.id ?? 0, role, ...draft });
      onClose();
    });
  };
  if (!other)
    return (
      <div className={css.pick}>
        <CustomerPicker label={t.relations.who(name)} without={without} onPick={setOther} />
      </div>
    );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div>
          <p className={css.who}>
            <span className={css.whoName}>{other.name}</span>
            <LinkButton
              onClick={() => {
                setOther(undefined);
                clear();
              }}
            >
              {t.relations.another}
            </LinkButton>
          </p>
          {problems.otherId && (
            <p className={css.problem} role="alert">
              {problems.otherId}
            </p>
          )}
        </div>
        <Radio.Group
          label={t.relations.is(name)}
          value={role}
          error={problems.role}
          onChange={(value) => {
            setRole(value as Role);
            clear();
          }}
        >
          <div className={css.roles}>
            {roles.map((one) => (
              <Radio
                key={one}
                value={one}
                label={words.role(one)}
                data-autofocus={one === role || undefined}
              />
            ))}
          </div>
        </Radio.Group>
        {role === 'other' && (
          <Group grow align="flex-start">
            <TextInput
              label={words.field('word')}
              placeholder={t.relations.wordExample}
              withAsterisk
              data-autofocus
              value={draft.word}
              error={problems.word}
              onChange={(event) => set({ word: event.currentTarget.value })}
            />
            <TextInput
              label={words.field('back')}
              placeholder={t.relations.backExample}
              value={draft.back}
              error={problems.back}
              onChange={(event) => set({ back: event.currentTarget.value })}
            />
          </Group>
        )}
        <Textarea
          label={words.field('note')}
          autosize
          minRows={1}
          value={draft.note}
          error={problems.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <p className={css.sentence}>
          {t.relations.says(other.name, name, role === 'other' ? draft.word : words.role(role))}
        </p>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {t.relations.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
