import { Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { ago, today } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Empty, LinkButton } from '@/ui/layout';
import { api, customers, type Fix, type FixRow, type Holder, keys, kinds } from './api';
import { type Alike, alike, FillMany } from './FillMany';
import css from './insight.module.css';
import { ValueInput } from './ValueInput';

const SIZE = 50;

const isAlike = (list: Fix): list is Alike => list in alike;

/** One list of what to put right: every row is corrected where it stands. */
export function FixList({ list }: { list: Fix }) {
  const t = useText();
  const go = useGo();
  const [picked, setPicked] = useState<readonly number[]>([]);
  const query = useInfiniteQuery({
    queryKey: keys.fixes(list),
    queryFn: ({ pageParam }) => api.Fixes(list, pageParam, SIZE),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * SIZE < last.total ? pages.length * SIZE : undefined),
    meta: { kinds },
  });
  if (query.error && !query.data) return <Empty title={sentence(query.error)} />;
  if (!query.data) return <output className={css.waiting}>{t.insight.loading}</output>;
  const rows = query.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return <p className={css.muted}>{t.insight.nothingToFix}</p>;
  const shown = rows.map((row) => row.customerId);
  const chosen = picked.filter((id) => shown.includes(id));
  const pick = (id: number, on: boolean) => setPicked(on ? [...chosen, id] : chosen.filter((c) => c !== id));
  return (
    <>
      <p className={css.muted}>
        {t.insight.fixNotes[list]}{' '}
        {list === 'noRegion' && <LinkButton onClick={() => go('/regions/fill')}>{t.regions.fill}</LinkButton>}
      </p>
      {isAlike(list) && <FillMany list={list} shown={shown} chosen={chosen} onChoose={setPicked} />}
      <ul className={css.rows} aria-label={t.insight.fixes[list]}>
        {rows.map((row) => (
          <Row
            key={row.customerId}
            list={list}
            row={row}
            choice={
              isAlike(list)
                ? {
                    chosen: chosen.includes(row.customerId),
                    onChoose: (on) => pick(row.customerId, on),
                  }
                : undefined
            }
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.insight.more}
        </Button>
      )}
    </>
  );
}

function Row(props: {
  list: Fix;
  row: FixRow;
  /** Whether it is among those that are filled in together. */
  choice?: { chosen: boolean; onChoose: (on: boolean) => void };
}) {
  const { list, row, choice } = props;
  const t = useText();
  const shared = useShared();
  const go = useGo();
  return (
    <li className={css.row}>
      {choice && (
        <Checkbox
          aria-label={t.insight.fillMany.one(row.name)}
          checked={choice.chosen}
          onChange={(event) => choice.onChoose(event.currentTarget.checked)}
        />
      )}
      <div className={css.who}>
        <button type="button" className={css.name} onClick={() => go(`/customers/${row.customerId}`)}>
          {row.name}
        </button>
        <span className={css.muted}>
          {row.tier !== '' && shared(`customer.tier.${row.tier}`)} {row.city || row.province}
        </span>
      </div>
      <div className={css.values}>
        <Values list={list} row={row} />
      </div>
    </li>
  );
}

function Values({ list, row }: { list: Fix; row: FixRow }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const save = (changes: Record<string, unknown>) =>
    customers.Update(row.customerId, row.version, changes).then(() => undefined);
  const plain = (key: 'industry' | 'channel') => (
    <ValueInput
      label={t.insight.valueOf(t.insight[key], row.name)}
      placeholder={t.insight[key]}
      value=""
      suggest={key}
      onSave={(typed) => save({ [key]: typed })}
    />
  );
  const own = row.holders.find((holder) => holder.contactId === 0);
  switch (list) {
    case 'badPhone':
    case 'badEmail':
      return row.holders.map((holder) => (
        <Doubts key={holder.contactId} list={list} row={row} holder={holder} />
      ));
    case 'taxId':
      return (
        <>
          <ValueInput
            label={t.insight.valueOf(t.insight.taxId, row.name)}
            placeholder={t.insight.taxId}
            value={row.taxId}
            wide
            problem={row.code === '' ? undefined : shared(row.code)}
            onSave={(typed) => save({ billing: { taxId: typed } })}
          />
          {row.contractId !== 0 && (
            <LinkButton onClick={() => go(`/contracts/${row.contractId}`)}>
              {t.insight.forContract(row.contractName)}
            </LinkButton>
          )}
        </>
      );
    case 'noPhone':
      return (
        <ValueInput
          label={t.insight.valueOf(t.insight.phone, row.name)}
          placeholder={t.insight.phone}
          value=""
          onSave={(typed) => save({ phones: [...(own?.phones ?? []), { raw: typed }] })}
        />
      );
    case 'noEmail':
      return (
        <ValueInput
          label={t.insight.valueOf(t.insight.email, row.name)}
          placeholder="name@company.cn"
          value=""
          wide
          onSave={(typed) => save({ emails: [...(own?.emails ?? []), typed] })}
        />
      );
    case 'noContact':
      return (
        <ValueInput
          label={t.insight.valueOf(t.insight.contactName, row.name)}
          placeholder={t.insight.contactName}
          value=""
          onSave={(typed) => customers.AddContact(row.customerId, { name: typed }).then(() => undefined)}
        />
      );
    case 'noRegion':
      return (
        <ValueInput
          label={t.insight.valueOf(t.insight.region, row.name)}
          placeholder={t.insight.regionExample}
          value=""
          wide
          onSave={(typed) => {
            const [province = '', city = '', district = ''] = typed.split(/[\s,，、/]+/);
            return save({ province, city: city || row.city, district });
          }}
        />
      );
    case 'noIndustry':
      return plain('industry');
    case 'noChannel':
      return plain('channel');
    case 'stale':
      return (
        <>
          <span className={css.muted}>
            {t.insight.since(ago(row.since))} ·{' '}
            {row.lastAt === 0 ? t.insight.neverSpoken : t.insight.spokenAt(ago(row.lastAt))}
          </span>
          <span className="num">{row.phone}</span>
          <Button
            variant="default"
            aria-label={t.insight.valueOf(t.insight.checked, row.name)}
            onClick={() =>
              void save({ checkedOn: today() }).catch((cause) => show({ text: sentence(cause), tone: 'bad' }))
            }
          >
            {t.insight.checked}
          </Button>
        </>
      );
  }
}

/** The wrong numbers or addresses of a customer or of one of its contacts. */
function Doubts(props: { list: 'badPhone' | 'badEmail'; row: FixRow; holder: Holder }) {
  const { list, row, holder } = props;
  const t = useText();
  const shared = useShared();
  const save = async (index: number, typed: string) => {
    const at = (i: number) => i === index;
    const changes =
      list === 'badPhone'
        ? {
            phones: holder.phones.flatMap((p, i): Partial<typeof p>[] =>
              !at(i) ? [p] : typed === '' ? [] : [{ raw: typed, label: p.label }],
            ),
          }
        : { emails: holder.emails.flatMap((e, i) => (!at(i) ? [e] : typed === '' ? [] : [typed])) };
    if (holder.contactId === 0) await customers.Update(row.customerId, holder.version, changes);
    else await customers.UpdateContact(holder.contactId, holder.version, changes);
  };
  const what = list === 'badPhone' ? t.insight.phone : t.insight.email;
  return holder.doubts.map((doubt) => (
    <div key={`${doubt.index}${doubt.value}`} className={css.doubt}>
      <ValueInput
        label={t.insight.valueOf(what, holder.name || row.name)}
        value={doubt.value}
        wide={list === 'badEmail'}
        removable
        onSave={(typed) => save(doubt.index, typed)}
      />
      <span className={css.wrong}>
        {holder.contactId !== 0 && `${t.insight.ofContact(holder.name)} · `}
        {shared(doubt.code, { value: doubt.value })}
      </span>
      {doubt.meant !== '' && (
        <LinkButton
          onClick={() =>
            void save(doubt.index, doubt.meant).catch((cause) => show({ text: sentence(cause), tone: 'bad' }))
          }
        >
          {t.insight.use(doubt.meant)}
        </LinkButton>
      )}
    </div>
  ));
}
