import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { dateTime } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { EditableField } from '@/ui/EditableField';
import { Empty, LinkButton, Peek, Section } from '@/ui/layout';
import type { PeekOf } from '@/ui/RecordList';
import { api, customers, type Group, keys } from './api';
import { fail } from './fail';
import css from './groups.module.css';
import HandoverCard from './HandoverCard';

/** A member beside the list: what the group says of it, where else it is, what was handed over. */
export function MemberPeek(
  props: PeekOf & { group: Group; onHandOver: (ids: number[], name?: string) => void },
) {
  const { id, group } = props;
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const one = useQuery({
    queryKey: ['customer', 'one', id],
    queryFn: () => customers.Get(id),
    meta: { kinds: ['customer', 'contact'] },
  });
  const places =
    useQuery({
      queryKey: keys.of(id),
      queryFn: () => api.Of(id),
      meta: { kinds: ['membership', 'group', 'customer'] },
    }).data ?? [];
  const handed =
    useQuery({
      queryKey: keys.handedOf(id),
      queryFn: () => api.HandoversOf(id),
      meta: { kinds: ['handover', 'group', 'interaction'] },
    }).data ?? [];
  const here = places.find((place) => place.groupId === group.id);
  const others = places.filter((place) => place.groupId !== group.id);
  const customer = one.data?.customer;
  return (
    <Peek
      label={customer?.name ?? t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {one.error && <Empty title={sentence(one.error)} />}
      {customer && (
        <div key={id}>
          <h2 className={css.peekName}>{customer.name}</h2>
          <p className={css.muted}>
            {[customer.city || customer.province, customer.phones[0]?.display ?? '']
              .filter((s) => s !== '')
              .join(' · ')}
          </p>
          {here && (
            <>
              <div className={css.peekActions}>
                <Button onClick={() => props.onHandOver([id], customer.name)}>{t.groups.handOver}</Button>
                <Button
                  variant="default"
                  onClick={() => void api.Remove(group.id, [id]).then(props.onClose, fail)}
                >
                  {t.groups.leave}
                </Button>
              </div>
              <p className={css.muted}>{t.groups.since(dateTime(here.joinedAt))}</p>
              <EditableField
                label={shared('group.field.note')}
                value={here.note}
                editor={{ kind: 'multi' }}
                onSave={(note) => api.Note(group.id, id, String(note ?? ''))}
              />
            </>
          )}
          {others.length > 0 && (
            <Section title={t.groups.elsewhere} count={others.length}>
              {others.map((place) => (
                <div key={place.groupId}>
                  <LinkButton onClick={() => go(`/groups/${place.groupId}`)}>{place.name}</LinkButton>
                </div>
              ))}
            </Section>
          )}
          {handed.length > 0 && (
            <Section title={t.groups.handovers} count={handed.length}>
              {handed.map((h) => (
                <HandoverCard key={h.id} handed={h} />
              ))}
            </Section>
          )}
        </div>
      )}
    </Peek>
  );
}
