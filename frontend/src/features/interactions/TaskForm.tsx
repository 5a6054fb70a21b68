import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useText } from '@/i18n';
import { useSaving } from '@/lib/saving';
import { useStaff } from '@/lib/staff';
import type { Request } from '@/lib/talk';
import { LinkButton } from '@/ui/layout';
import { StaffPicker } from '@/ui/StaffPicker';
import { api, type TaskDraft } from './api';
import { CareWarning, useStanding } from './CareWarning';
import { DayInput } from './DayInput';
import css from './interactions.module.css';
import { WhoInput } from './WhoInput';
import { inDays, useWords } from './words';

type TaskRequest = Extract<Request, { form: 'task' }>;

/** A task: what, when, about whom. */
export function TaskForm({ request, onClose }: { request: TaskRequest; onClose: () => void }) {
  const t = useText();
  const i = t.interactions;
  const words = useWords();
  const { task } = request;
  const { working } = useStaff();
  const [draft, setDraft] = useState({
    title: task?.title ?? '',
    due: task?.due ?? inDays(1),
    dueTime: task?.dueTime ?? '',
    remark: task?.remark ?? '',
    assigneeId: task?.assigneeId ?? working,
    customerId: task?.customerId ?? request.customerId ?? 0,
  });
  const [about, setAbout] = useState(draft.customerId > 0);
  const { problems, busy, save, clear } = useSaving();
  const set = (changes: Partial<typeof draft>) => {
    setDraft((d) => ({ ...d, ...changes }));
    clear();
  };
  const standing = useStanding(task ? 0 : draft.customerId, '');
  const reasons = (!task && draft.customerId > 0 && standing?.reasons) || [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { customerId, ...fields } = draft;
    // A task about a contract or a person stays about it.
    const keeps = task !== undefined && task.customerId === customerId;
    const place: TaskDraft = keeps
      ? {}
      : request.opportunityId && customerId === request.customerId
        ? { aboutKind: 'opportunity', aboutId: request.opportunityId }
        : request.lead
          ? { aboutKind: 'lead', aboutId: request.lead.id }
          : { aboutKind: customerId > 0 ? 'customer' : '', aboutId: customerId };
    void save(async () => {
      if (task) await api.UpdateTask(task.id, task.version, { ...fields, ...place });
      else await api.AddTask({ ...fields, ...place });
      onClose();
    });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextInput
        label={words.field('title')}
        data-autofocus
        withAsterisk
        value={draft.title}
        error={problems.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <DayInput
        label={words.field('due')}
        value={draft.due}
        error={problems.due}
        onChange={(due) => set({ due })}
      />
      <TextInput
        label={words.field('dueTime')}
        placeholder="09:30"
        value={draft.dueTime}
        error={problems.dueTime}
        onChange={(event) => set({ dueTime: event.currentTarget.value.replace('：', ':') })}
      />
      <StaffPicker
        label={t.staff.assignee}
        required={!task}
        value={draft.assigneeId}
        onChange={(assigneeId) => set({ assigneeId })}
        error={problems.assigneeId}
      />
      {request.lead || task?.aboutKind === 'lead' ? (
        <p className={css.who}>
          <span className={css.whoName}>{request.lead?.name ?? task?.about}</span>
        </p>
      ) : about ? (
        <WhoInput customerId={draft.customerId} onChange={(customerId) => set({ customerId })} />
      ) : (
        <LinkButton onClick={() => setAbout(true)}>{i.aboutCustomer}</LinkButton>
      )}
      <Textarea
        label={words.field('remark')}
        autosize
        minRows={2}
        value={draft.remark}
        error={problems.remark}
        onChange={(event) => set({ remark: event.currentTarget.value })}
      />
      <CareWarning reasons={reasons} />
      <Group justify="flex-end" className={css.foot}>
        <Button variant="default" onClick={onClose}>
          {t.ui.actions.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {reasons.length > 0 ? t.care.addAnyway : t.ui.actions.save}
        </Button>
      </Group>
    </form>
  );
}
