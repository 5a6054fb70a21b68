import { Button, Menu, Modal, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { approvals, useApprovalRules } from '@/lib/approvals';
import { count } from '@/lib/format';
import { useSaving } from '@/lib/saving';
import { type Person, staffQuery, staffService, useStaff } from '@/lib/staff';
import { Empty, IconButton, LinkButton } from '@/ui/layout';
import { StaffPicker } from '@/ui/StaffPicker';
import { act } from './act';
import { Loaded } from './parts';
import css from './settings.module.css';

const roles = ['owner', 'sales', 'assistant'] as const;

/** How somebody stops answering for things; each has its title, its button and its call. */
const ways = {
  handOver: (id: number, to: number) => staffService.HandOver(id, to),
  leave: (id: number, to: number) => staffService.Leave(id, to),
  trash: (id: number, to: number) => staffService.Trash(id, to),
};
type Way = keyof typeof ways;

type Draft = Pick<Person, 'name' | 'role' | 'phone' | 'email'> & Partial<Person>;

/** 员工: who uses this workspace. With one person nothing of it is on other screens. */
export default function StaffPage() {
  const t = useText();
  const s = t.staff;
  const query = useQuery(staffQuery);
  const [editing, setEditing] = useState<Draft | undefined>(undefined);
  const [going, setGoing] = useState<{ person: Person; way: Way } | undefined>(undefined);
  return (
    <Loaded query={query}>
      {(team) => {
        const alone = team.people.length === 0;
        const add = () => setEditing({ name: '', role: alone ? 'owner' : 'sales', phone: '', email: '' });
        return (
          <>
            {alone ? (
              <Empty title={s.emptyTitle} text={s.emptyText}>
                <Button onClick={add}>{s.me}</Button>
              </Empty>
            ) : (
              <>
                <p className={css.lead}>{team.solo ? s.soloNote : s.teamNote}</p>
                <ul className={css.rows} aria-label={s.title}>
                  {team.people.map((person) => (
                    <PersonRow
                      key={person.id}
                      person={person}
                      team={!team.solo}
                      working={person.id === team.working}
                      onEdit={() => setEditing(person)}
                      onGo={(way) => setGoing({ person, way })}
                    />
                  ))}
                </ul>
                <div className={css.foot}>
                  <Button variant="default" leftSection={<IconPlus size="1rem" />} onClick={add}>
                    {s.add}
                  </Button>
                </div>
              </>
            )}
            {!team.solo && (
              <div className={css.later}>
                <LostRule mayChange={team.canApprove} />
              </div>
            )}
            {team.former.length > 0 && (
              <section className={css.later} aria-label={s.formerTitle}>
                <h3 className={css.day}>{s.formerTitle}</h3>
                <ul className={css.rows}>
                  {team.former.map((person) => (
                    <FormerRow
                      key={person.id}
                      person={person}
                      onDelete={() => setGoing({ person, way: 'trash' })}
                    />
                  ))}
                </ul>
              </section>
            )}
            {editing && (
              <PersonForm
                person={editing}
                title={editing.id ? s.editTitle : alone ? s.meTitle : s.addTitle}
                onClose={() => setEditing(undefined)}
              />
            )}
            {going && (
              <GoForm
                key={going.person.id}
                person={going.person}
                way={going.way}
                heirs={team.people.filter((p) => p.id !== going.person.id)}
                onClose={() => setGoing(undefined)}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** Whether closing an opportunity as lost asks an owner; only owners change it. */
function LostRule({ mayChange }: { mayChange: boolean }) {
  const a = useText().approvals;
  const rules = useApprovalRules();
  if (!rules) return null;
  return (
    <Switch
      label={a.lostRule}
      description={a.lostRuleNote}
      checked={rules.lost}
      disabled={!mayChange}
      onChange={(event) => act(approvals.SetRules({ lost: event.currentTarget.checked }))}
    />
  );
}

function PersonRow(props: {
  person: Person;
  team: boolean;
  working: boolean;
  onEdit: () => void;
  onGo: (way: Way) => void;
}) {
  const t = useText();
  const shared = useShared();
  const s = t.staff;
  const { person } = props;
  const reach = [person.phone, person.email].filter((part) => part !== '').join(' · ');
  return (
    <li className={css.row}>
      <div className={css.rowMain}>
        <LinkButton title={s.edit} onClick={props.onEdit}>
          <span className={css.cardTitle}>{person.name}</span>
        </LinkButton>
        {props.working && <span className={css.badge}>{s.now}</span>}
        {reach !== '' && <div className={css.muted}>{reach}</div>}
      </div>
      <span className={css.chip}>{shared(`staff.role.${person.role}`)}</span>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={s.more(person.name)}>
            <IconDots size="1.125rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={props.onEdit}>{s.edit}</Menu.Item>
          {props.team && !props.working && (
            <Menu.Item onClick={() => act(staffService.Work(person.id))}>{s.use}</Menu.Item>
          )}
          {props.team && <Menu.Item onClick={() => props.onGo('handOver')}>{s.handOver}</Menu.Item>}
          {props.team && <Menu.Item onClick={() => props.onGo('leave')}>{s.leave}</Menu.Item>}
          <Menu.Item c="var(--crm-seal)" onClick={() => props.onGo('trash')}>
            {s.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function FormerRow({ person, onDelete }: { person: Person; onDelete: () => void }) {
  const s = useText().staff;
  return (
    <li className={css.row}>
      <div className={css.rowMain}>
        <span>{person.name}</span>
        <div className={css.muted}>{s.leftOn(person.leftOn)}</div>
      </div>
      <LinkButton onClick={() => act(staffService.Return(person.id))}>{s.back}</LinkButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton label={s.more(person.name)}>
            <IconDots size="1.125rem" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item c="var(--crm-seal)" onClick={onDelete}>
            {s.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function PersonForm(props: { person: Draft; title: string; onClose: () => void }) {
  const t = useText();
  const shared = useShared();
  const [draft, setDraft] = useState(props.person);
  const { problems, busy, save: send } = useSaving();
  const save = () =>
    send(async () => {
      await staffService.Save(draft);
      props.onClose();
    });
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {(['name', 'phone', 'email'] as const).map((field) => (
          <TextInput
            key={field}
            data-autofocus={field === 'name' ? true : undefined}
            withAsterisk={field === 'name'}
            label={shared(`staff.field.${field}`)}
            value={draft[field]}
            error={problems[field]}
            onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
          />
        ))}
        <div>
          <SegmentedControl
            aria-label={shared('staff.field.role')}
            fullWidth
            data={roles.map((value) => ({ value, label: shared(`staff.role.${value}`) }))}
            value={draft.role}
            onChange={(role) => setDraft({ ...draft, role })}
          />
          <p className={css.foot}>{t.staff.rolesNote}</p>
        </div>
        <div className={css.formActions}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {props.person.id ? t.ui.actions.save : t.ui.actions.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Asks who takes what a person answers for; where there is nothing and nobody, only whether. */
function GoForm(props: { person: Person; way: Way; heirs: Person[]; onClose: () => void }) {
  const t = useText();
  const s = t.staff;
  const { person, way, heirs } = props;
  // Nothing is left to nobody by oversight: who is working takes it unless another is chosen.
  const { working } = useStaff();
  const [to, setTo] = useState(() => (heirs.find((p) => p.id === working) ?? heirs[0])?.id ?? 0);
  const { problems, busy, save: send } = useSaving();
  const holdings = useQuery({
    queryKey: ['staff', 'holdings', person.id],
    queryFn: () => staffService.Holdings(person.id),
    meta: { kinds: ['staff', 'customer', 'lead', 'opportunity', 'task', 'group'] },
  }).data;
  const save = () =>
    send(async () => {
      await ways[way](person.id, to);
      props.onClose();
    });
  const words = s.count;
  const isCounted = (kind: string): kind is keyof typeof words => kind in words;
  const what = (holdings ?? [])
    .map((h) => words[isCounted(h.kind) ? h.kind : 'other'](count(h.count)))
    .join(s.comma);
  const asks = what !== '' && heirs.length > 0;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={s.goTitle[way](person.name)}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {holdings && <p>{what === '' ? s.holdsNothing(person.name) : s.holds(person.name, what)}</p>}
        {asks && (
          <StaffPicker
            label={s.to}
            without={person.id}
            value={to}
            onChange={setTo}
            error={problems.to}
            data-autofocus
          />
        )}
        {asks && <p className={css.muted}>{s.goes}</p>}
        <div className={css.formActions}>
          <Button variant="default" onClick={props.onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={!holdings || (way === 'handOver' && (what === '' || to === 0))}
            color={way === 'trash' ? 'seal' : undefined}
          >
            {way === 'handOver' ? s.handNow : way === 'leave' ? s.leaveNow : s.removeNow}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
