import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { handedOver } from '@/lib/handover';
import { useBack } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { DateInput } from '@/ui/inputs';
import { Empty, Page, PageHead } from '@/ui/layout';
import { customers } from './api';
import css from './care.module.css';

const KEEP = 'keep';

/** 同意与勿扰 of many customers: only what is chosen changes, as one step. */
export default function ConsentScreen() {
  const t = useText();
  const c = t.care;
  const back = useBack('/customers');
  const [ids] = useState(() => handedOver('consent'));
  const [marketing, setMarketing] = useState(KEEP);
  const [contact, setContact] = useState(KEEP);
  const [source, setSource] = useState('');
  const [date, setDate] = useState('');
  const [busy, setBusy] = useState(false);
  const changes = {
    ...(marketing === KEEP ? {} : { marketing: marketing === 'unset' ? '' : marketing }),
    ...(contact === KEEP ? {} : { doNotContact: contact === 'on' }),
    ...(source.trim() === '' ? {} : { source }),
    ...(date === '' ? {} : { date }),
  };
  const apply = async () => {
    setBusy(true);
    try {
      await customers.UpdateMany(ids, { consent: changes });
      back();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <Page>
      <PageHead back={back} title={ids.length === 0 ? c.bulk : c.bulkTitle(count(ids.length))} />
      <div className={css.screen}>
        {ids.length === 0 ? (
          <Empty title={c.bulkNone} text={c.bulkNoneText}>
            <Button variant="default" onClick={back}>
              {t.ui.actions.back}
            </Button>
          </Empty>
        ) : (
          <div className={css.form}>
            <p className={css.muted}>{c.bulkLead}</p>
            <div>
              <p className={css.touchTitle}>{c.doNotContact}</p>
              <SegmentedControl
                aria-label={c.doNotContact}
                value={contact}
                onChange={setContact}
                data={[
                  { value: KEEP, label: c.keep },
                  { value: 'on', label: c.on },
                  { value: 'off', label: c.off },
                ]}
              />
            </div>
            <div>
              <p className={css.touchTitle}>{c.marketing}</p>
              <SegmentedControl
                aria-label={c.marketing}
                value={marketing}
                onChange={setMarketing}
                data={[
                  { value: KEEP, label: c.keep },
                  { value: 'granted', label: c.marketings.granted },
                  { value: 'refused', label: c.marketings.refused },
                  { value: 'unset', label: c.marketings[''] },
                ]}
              />
            </div>
            <TextInput
              label={c.source}
              placeholder={c.sourceHint}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
            />
            <DateInput label={c.date} value={date} onChange={setDate} />
            <div className={css.foot}>
              <Button variant="default" onClick={back}>
                {t.ui.actions.cancel}
              </Button>
              <Button
                loading={busy}
                disabled={Object.keys(changes).length === 0}
                onClick={() => void apply()}
              >
                {c.apply}
              </Button>
            </div>
          </div>
        )}
      </div>
    </Page>
  );
}
