import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconFileSpreadsheet, IconPencil, IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { services } from '@/bridge';
import { type Lang, setLang, useLang, useText } from '@/i18n';
import { currencyChoices, likelyCurrency } from '@/lib/currency';
import { sentence } from '@/lib/errors';
import { money } from '@/lib/format';
import { finished } from '@/lib/jobs';
import {
  type Scheme,
  setScheme,
  setTextSize,
  type TextSize,
  textSizes,
  useScheme,
  useTextSize,
} from '@/lib/prefs';
import { queryClient } from '@/lib/query';
import { saveSettings } from '@/lib/settings';
import { workspace } from '@/lib/workspace';
import css from './firstrun.module.css';

const schemes: readonly Scheme[] = ['light', 'dark', 'system'];

/** 首次启动: the shop's name → text size and light or dark → how to begin. Every answer can be skipped. */
export function FirstRun({ create }: { create: boolean }) {
  const t = useText();
  const lang = useLang();
  const size = useTextSize();
  const scheme = useScheme();
  const [step, setStep] = useState(0);
  const [shopName, setShopName] = useState('');
  const [industry, setIndustry] = useState('');
  const [chosenCurrency, setCurrency] = useState('');
  const currency = chosenCurrency === '' ? likelyCurrency(lang) : chosenCurrency;
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState('');
  const f = t.firstrun;
  // The sample goes into an empty workspace only; the command line may have filled this one already.
  const customers = useQuery({
    queryKey: ['customer', 'count'],
    queryFn: () => services.customer.Count(),
    enabled: !create,
  });
  const empty = create || customers.data === 0;

  const finish = async (how: 'import' | 'sample' | 'blank') => {
    setBusy(how);
    setProblem('');
    try {
      if (create) await workspace.Create('');
      await saveSettings({ language: lang }); // first: the sample is written in it
      if (how === 'sample') await finished(await services.sample.Fill());
      await ownCompany(shopName.trim());
      window.location.hash = how === 'import' ? '#/customers/import' : '#/';
      await saveSettings({
        shopName,
        industry,
        // The sample is a business in China: its amounts would not add up in another currency.
        currency: how === 'sample' ? 'CNY' : currency,
        language: lang,
        textSize: size,
        theme: scheme,
        firstRunDone: true,
      });
      // Changes are listened to by the shell, which is not there yet: what was asked here is asked again.
      await queryClient.invalidateQueries();
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy('');
    }
  };

  return (
    <main className={css.frame}>
      <div className={css.card}>
        <div className={css.top}>
          <strong>{t.app.name}</strong>
          <span className={css.steps}>{f.step(step + 1, 3)}</span>
          <SegmentedControl
            aria-label={t.settings.language.screen}
            value={lang}
            onChange={(value) => setLang(value as Lang)}
            data={[
              { value: 'zh-CN', label: t.settings.language.zh },
              { value: 'en', label: t.settings.language.en },
            ]}
          />
        </div>
        {step === 0 && (
          <form
            className={css.body}
            onSubmit={(event) => {
              event.preventDefault();
              setStep(1);
            }}
          >
            <h1 className={css.title}>{f.welcome}</h1>
            <p className={css.note}>{f.welcomeNote}</p>
            <TextInput
              size="md"
              autoFocus
              label={f.shopName}
              placeholder={f.shopPlaceholder}
              value={shopName}
              onChange={(event) => setShopName(event.currentTarget.value)}
            />
            <Select
              size="md"
              label={f.industry}
              data={Object.entries(f.industries).map(([value, label]) => ({ value, label }))}
              value={industry === '' ? null : industry}
              clearable
              onChange={(value) => setIndustry(value ?? '')}
            />
            <Select
              size="md"
              label={f.currency}
              data={currencyChoices(t, currency)}
              value={currency}
              allowDeselect={false}
              onChange={(value) => setCurrency(value ?? '')}
            />
            <div className={css.foot}>
              <Button size="md" type="submit">
                {t.ui.actions.next}
              </Button>
            </div>
          </form>
        )}
        {step === 1 && (
          <div className={css.body}>
            <h1 className={css.title}>{f.look}</h1>
            <p className={css.note}>{f.lookNote}</p>
            <SegmentedControl
              size="md"
              aria-label={t.app.size.label}
              value={size}
              onChange={(value) => setTextSize(value as TextSize)}
              data={textSizes.map((key) => ({ value: key, label: t.app.size[key] }))}
            />
            <SegmentedControl
              size="md"
              aria-label={t.settings.look.scheme}
              value={scheme}
              onChange={(value) => setScheme(value as Scheme)}
              data={schemes.map((key) => ({ value: key, label: t.app.scheme[key] }))}
            />
            <p className={css.example}>{f.example(money(4_800_000, currency))}</p>
            <div className={css.foot}>
              <Button size="md" variant="default" onClick={() => setStep(0)}>
                {t.ui.actions.back}
              </Button>
              <Button size="md" onClick={() => setStep(2)}>
                {t.ui.actions.next}
              </Button>
            </div>
          </div>
        )}
        {step === 2 && (
          <div className={css.body}>
            <h1 className={css.title}>{f.begin}</h1>
            <Way
              icon={<IconFileSpreadsheet size="1.75rem" stroke={1.5} />}
              title={f.import}
              note={f.importNote}
              busy={busy}
              onClick={() => void finish('import')}
            />
            {empty && (
              <Way
                icon={<IconSparkles size="1.75rem" stroke={1.5} />}
                title={f.sample}
                note={f.sampleNote}
                busy={busy}
                onClick={() => void finish('sample')}
              />
            )}
            <Way
              icon={<IconPencil size="1.75rem" stroke={1.5} />}
              title={empty ? f.blank : f.goOn}
              note={empty ? f.blankNote : f.goOnNote(customers.data ?? 0)}
              busy={busy}
              onClick={() => void finish('blank')}
            />
            {problem !== '' && (
              <p role="alert" className={css.problem}>
                {problem}
              </p>
            )}
            <div className={css.foot}>
              <Button size="md" variant="default" onClick={() => setStep(1)} disabled={busy !== ''}>
                {t.ui.actions.back}
              </Button>
            </div>
          </div>
        )}
      </div>
    </main>
  );
}

/** Who was named at the first start stands on contracts as our side. The sample's company gives way to it. */
async function ownCompany(name: string): Promise<void> {
  if (name === '') return;
  const there = await services.settings.Companies();
  if (!there.some((company) => company.name === name))
    await services.settings.CreateCompany({ name, default: true });
}

function Way(props: { icon: ReactNode; title: string; note: string; busy: string; onClick: () => void }) {
  return (
    <button type="button" className={css.way} disabled={props.busy !== ''} onClick={props.onClick}>
      {props.icon}
      <span>
        <span className={css.wayTitle}>{props.title}</span>
        <span className={css.note}>{props.note}</span>
      </span>
    </button>
  );
}
