import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDownload, IconPrinter, IconRoute, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { door, openInReader, printInPage, saveFile, services } from '@/bridge';
import { type Lang, useLang, useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, count, today } from '@/lib/format';
import { handedOver, handOver } from '@/lib/handover';
import { useBack, useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { DateInput } from '@/ui/inputs';
import { Empty, IconButton, LinkButton, Page, PageHead } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { moved } from '@/ui/sortable';
import { api, keys, placeNames, type Stop } from './api';
import css from './regions.module.css';

/** 拜访单: customers in the order of the day, and the sheet that is taken along. */
export default function VisitsScreen() {
  const t = useText();
  const r = t.regions;
  const back = useBack('/customers');
  const lang = useLang();
  const [asked] = useState(() => handedOver('visits.asked'));
  const [ids, setIds] = useState(() => (asked.length > 0 ? [] : handedOver('visits')));
  const [day, setDay] = useState(today());
  const [lines, setLines] = useState(4);
  const [language, setLanguage] = useState<Lang>(lang);
  // Of rows chosen in the list, those who must not be contacted are left out.
  const reach = useQuery({
    queryKey: ['customer', 'reach', asked, 'visits'],
    queryFn: () => services.interaction.Reachable(asked, false),
    enabled: asked.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { kinds: [] },
  }).data;
  useEffect(() => {
    if (!reach) return;
    setIds(reach.ids);
    handOver('visits.asked', []);
  }, [reach]);
  // Coming back from a customer, the plan is still there.
  useEffect(() => {
    if (asked.length === 0 || reach) handOver('visits', ids);
  }, [ids, asked, reach]);

  const stops = useQuery({
    queryKey: keys.stops(ids),
    queryFn: () => api.Stops(ids),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    meta: { kinds: ['customer', 'contact', 'interaction', 'task'] },
  });
  const list = ids.length === 0 ? [] : (stops.data ?? []);
  const sheet = useQuery({
    queryKey: ['customer', 'visit sheet', ids, day, lines, language],
    queryFn: () => api.Sheet(ids, { day, lines, language }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    meta: { kinds: ['customer', 'contact', 'interaction', 'task'] },
  });
  const url = ids.length > 0 ? sheet.data?.url : undefined;
  const say = (work: Promise<unknown>) =>
    void work.catch((cause) => show({ text: sentence(cause), tone: 'bad' }));
  return (
    <Page>
      <PageHead back={back} title={r.visits} note={ids.length > 0 && r.many(count(list.length))}>
        <Button
          variant="default"
          disabled={!url}
          leftSection={<IconDownload size="1.125rem" />}
          onClick={() => url && say(saveFile(url, ''))}
        >
          {r.save}
        </Button>
        <Button
          disabled={!url}
          leftSection={<IconPrinter size="1.125rem" />}
          onClick={() => url && say(door === 'window' ? openInReader(url) : printInPage(url))}
        >
          {r.print}
        </Button>
      </PageHead>
      <div className={css.visits}>
        <div className={css.plan}>
          <CustomerPicker
            label={r.add}
            without={new Set(ids)}
            onPick={(customer) => setIds((old) => [...old, customer.id])}
          />
          {reach && reach.barred > 0 && (
            <p className={css.left} role="status">
              {t.care.leftOut(count(reach.barred), reach.names, reach.barred > reach.names.length)}
            </p>
          )}
          {ids.length === 0 ? (
            <Empty title={r.visitsNone} text={r.visitsNoneText} />
          ) : (
            <>
              <div className={css.options}>
                <DateInput label={r.day} value={day} onChange={(next) => setDay(next || today())} />
                <NumberInput
                  label={r.lines}
                  min={0}
                  max={10}
                  clampBehavior="strict"
                  value={lines}
                  onChange={(value) => setLines(Number(value) || 0)}
                />
                <div>
                  <p className={css.label}>{r.language}</p>
                  <SegmentedControl
                    aria-label={r.language}
                    value={language}
                    onChange={(value) => setLanguage(value as Lang)}
                    data={[
                      { value: 'zh-CN', label: r.zh },
                      { value: 'en', label: r.en },
                    ]}
                  />
                </div>
              </div>
              {list.length > 2 && (
                <LinkButton
                  title={r.orderNote}
                  onClick={() => say(api.Ordered(ids).then((next) => setIds(next.map((s) => s.id))))}
                >
                  <IconRoute size="1rem" />
                  {r.order}
                </LinkButton>
              )}
              <ol className={css.stops}>
                {list.map((stop, at) => (
                  <StopRow
                    key={stop.id}
                    stop={stop}
                    onUp={at > 0 ? () => setIds(moved(ids, at, at - 1)) : undefined}
                    onDown={at < list.length - 1 ? () => setIds(moved(ids, at, at + 1)) : undefined}
                    onRemove={() => setIds(ids.filter((id) => id !== stop.id))}
                  />
                ))}
              </ol>
            </>
          )}
        </div>
        {url && (
          <div className={css.sheet}>
            <PdfView label={r.preview} source={{ url }} error={sheet.error ?? undefined} />
          </div>
        )}
      </div>
    </Page>
  );
}

function StopRow(props: { stop: Stop; onUp?: () => void; onDown?: () => void; onRemove: () => void }) {
  const t = useText();
  const r = t.regions;
  const go = useGo();
  const { stop } = props;
  return (
    <li className={css.stop}>
      <div className={css.stopMain}>
        <LinkButton onClick={() => go(`/customers/${stop.id}`)}>{stop.name}</LinkButton>
        {stop.doNotContact && <span className={css.ban}>{r.doNotContact}</span>}
        <div className={css.muted}>{stop.address || placeNames(stop).join(' ') || r.noAddress}</div>
        <div className={css.muted}>
          {[
            stop.contactName === stop.name ? '' : stop.contactName,
            stop.phone,
            stop.lastAt === 0 ? r.neverTalked : r.lastTalk(ago(stop.lastAt)),
          ]
            .filter((s) => s !== '')
            .join(' · ')}
        </div>
      </div>
      <IconButton label={r.up(stop.name)} disabled={!props.onUp} onClick={props.onUp}>
        <IconArrowUp size="1.125rem" />
      </IconButton>
      <IconButton label={r.down(stop.name)} disabled={!props.onDown} onClick={props.onDown}>
        <IconArrowDown size="1.125rem" />
      </IconButton>
      <IconButton label={r.remove(stop.name)} onClick={props.onRemove}>
        <IconX size="1.125rem" />
      </IconButton>
    </li>
  );
}
