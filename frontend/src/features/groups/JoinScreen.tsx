import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { count } from '@/lib/format';
import { handedOver } from '@/lib/handover';
import { useBack, useGo } from '@/lib/navigate';
import { Chip, Empty, Page, PageHead } from '@/ui/layout';
import { api, listQuery } from './api';
import { fail } from './fail';
import { GroupForm } from './GroupForm';
import css from './groups.module.css';
import { useInCharge } from './inCharge';

/** 加入社群: the customers chosen in the list, and the group they go into. */
export default function JoinScreen() {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const back = useBack('/customers');
  const [ids] = useState(() => handedOver('group'));
  const [making, setMaking] = useState(false);
  const [busy, setBusy] = useState(false);
  const groups = useQuery(listQuery);
  const inCharge = useInCharge();
  const join = (id: number) => {
    setBusy(true);
    api
      .Add(id, ids)
      .then(() => go(`/groups/${id}`, true))
      .catch((cause) => {
        setBusy(false);
        fail(cause);
      });
  };
  const list = groups.data ?? [];
  return (
    <Page>
      <PageHead title={t.groups.joinMany(count(ids.length))} back={back}>
        <Button
          leftSection={<IconPlus size="1.125rem" />}
          disabled={ids.length === 0}
          onClick={() => setMaking(true)}
        >
          {t.groups.new}
        </Button>
      </PageHead>
      <div className={css.joinBody}>
        {ids.length === 0 ? (
          <Empty title={t.groups.nobodyChosen}>
            <Button variant="default" onClick={() => go('/customers', true)}>
              {t.groups.toCustomers}
            </Button>
          </Empty>
        ) : (
          list.map((g) => (
            <button
              key={g.id}
              type="button"
              className={css.joinRow}
              disabled={busy}
              onClick={() => join(g.id)}
            >
              <span className={css.placeName}>{g.name}</span>
              <Chip>{shared(`group.kind.${g.kind}`)}</Chip>
              <span className={css.muted}>
                {[t.groups.count(count(g.members)), inCharge(g)].filter((s) => s !== '').join(' · ')}
              </span>
            </button>
          ))
        )}
        {ids.length > 0 && groups.isSuccess && list.length === 0 && <Empty title={t.groups.emptyTitle} />}
      </div>
      <GroupForm opened={making} onClose={() => setMaking(false)} onSaved={join} />
    </Page>
  );
}
