import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { Picked } from '@/bridge';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { FileDrop } from '@/ui/FileDrop';
import { Page, PageHead, Tabs } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, kinds } from './api';
import { destinationOf, intake, type Proposal, sourcesKey } from './library';
import { Guesses } from './review/Guesses';
import { dark, type Lit, reveal, useLinked } from './review/lit';
import { OriginalText } from './review/OriginalText';
import { ResultText } from './review/ResultText';
import css from './review/review.module.css';
import { type Review, useReview } from './review/useReview';

/** 导入合同: a contract of one's own becomes a template; the address holds the file, so a reload loses nothing. */
export default function ImportScreen() {
  const [file, setFile] = useSearchParam('file');
  return file === '' ? <Choose /> : <ReviewPage key={file} file={file} onAgain={() => setFile('')} />;
}

function Choose() {
  const t = useText();
  const go = useGo();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useCommand('templates.back', () => go('/templates'));
  const take = async (file: Picked) => {
    setBusy(true);
    setProblem('');
    try {
      go(await destinationOf(file), true);
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  return (
    <Page>
      <PageHead title={t.library.import.title} back={() => go('/templates')} />
      <div className={css.choose}>
        {problem !== '' && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        <FileDrop
          large
          label={busy ? t.library.import.reading : t.library.import.drop}
          filter="template"
          onFiles={(files) => files[0] && void take(files[0])}
        />
        <p className={css.note}>{t.library.import.formats}</p>
      </div>
    </Page>
  );
}

function ReviewPage({ file, onAgain }: { file: string; onAgain: () => void }) {
  const t = useText();
  const i = t.library.import;
  const go = useGo();
  const review = useReview(file);
  const { proposal } = review;
  useCommand('templates.back', () => go('/templates'));
  if (!proposal)
    return (
      <Page>
        <PageHead title={i.title} back={() => go('/templates')} />
        <div className={css.choose}>
          {review.error === undefined ? (
            <output>{i.reading}</output>
          ) : (
            <>
              <p role="alert" className={css.problem}>
                {sentence(review.error)}
              </p>
              <Button onClick={onAgain}>{i.again}</Button>
            </>
          )}
        </div>
      </Page>
    );
  return <Workbench review={review} proposal={proposal} onAgain={onAgain} />;
}

type Tab = 'fields' | 'text' | 'pages';

function Workbench(props: { review: Review; proposal: Proposal; onAgain: () => void }) {
  const { review, proposal } = props;
  const t = useText();
  const i = t.library.import;
  const go = useGo();
  const [tab, setTab] = useState<Tab>('fields');
  const [lit, setLit] = useState<Lit>(dark);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const sources = useQuery({ queryKey: sourcesKey, queryFn: () => api.Sources() }).data ?? [];
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);

  const showLeft = useCallback((found: Lit) => {
    setLit(found);
    reveal(left.current, found);
  }, []);
  // A blank leads to its guess, any other text to what became of it.
  const fromLeft = useCallback((found: Lit) => {
    setLit(found);
    if (found.key === '') {
      reveal(right.current, found);
      return;
    }
    setTab((now) => {
      if (now === 'text') {
        reveal(right.current, found);
        return now;
      }
      return 'fields';
    });
    window.setTimeout(() => {
      const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(found.key)}"]`);
      row?.scrollIntoView({ block: 'center' });
      row?.querySelector<HTMLElement>('input, select')?.focus();
    }, 0);
  }, []);
  useLinked(left, lit, setLit, fromLeft);

  const build = async () => {
    setBusy(true);
    setProblem('');
    try {
      const { template } = await intake.Accept(review.file, review.decisions);
      go(`/templates/${template.id}?made=1`, true);
    } catch (cause) {
      setProblem(sentence(cause));
      setBusy(false);
    }
  };
  const asked = proposal.fields.filter((f) => f.as === 'field').length;
  return (
    <Page>
      <PageHead
        title={i.title}
        note={proposal.format === 'pdf' ? 'PDF' : undefined}
        back={() => go('/templates')}
      >
        <Button variant="default" onClick={props.onAgain}>
          {i.again}
        </Button>
        <Button loading={busy} onClick={() => void build()}>
          {i.build}
        </Button>
      </PageHead>
      <Settings review={review} proposal={proposal} />
      <Account proposal={proposal} asked={asked} problem={problem} />
      <div className={css.sides}>
        <section className={css.side} aria-label={i.original}>
          <h2 className={css.sideTitle}>{i.original}</h2>
          <OriginalText proposal={proposal} pane={left} />
        </section>
        <section className={css.side} aria-label={i.result.label}>
          <Tabs
            label={i.result.label}
            value={tab}
            tabs={[
              { key: 'fields', label: i.result.fields(asked) },
              { key: 'text', label: i.result.text },
              { key: 'pages', label: i.result.pages },
            ]}
            onChange={(key) => setTab(key as Tab)}
          />
          {tab === 'fields' && (
            <Guesses
              review={review}
              proposal={proposal}
              sources={sources}
              lit={lit}
              onLit={setLit}
              onShow={showLeft}
            />
          )}
          {tab === 'text' && (
            <Result
              proposal={proposal}
              sources={sources}
              pane={right}
              lit={lit}
              onLit={setLit}
              onPick={showLeft}
            />
          )}
          {tab === 'pages' && <Pages review={review} name={proposal.name} />}
        </section>
      </div>
    </Page>
  );
}

function Result(props: {
  proposal: Proposal;
  sources: Parameters<typeof ResultText>[0]['sources'];
  pane: React.RefObject<HTMLDivElement | null>;
  lit: Lit;
  onLit: (lit: Lit) => void;
  onPick: (lit: Lit) => void;
}) {
  useLinked(props.pane, props.lit, props.onLit, props.onPick);
  return <ResultText proposal={props.proposal} sources={props.sources} pane={props.pane} />;
}

/** Name, kind and who we are: what the whole template hangs on. */
function Settings({ review, proposal }: { review: Review; proposal: Proposal }) {
  const t = useText();
  const i = t.library.import;
  const shared = useShared();
  const lockNote = useId();
  const [name, setName] = useState(proposal.name);
  useEffect(() => setName(proposal.name), [proposal.name]);
  return (
    <div className={css.settings}>
      <TextInput
        label={i.name}
        className={css.name}
        value={name}
        description={proposal.taken && name === proposal.name ? i.taken(proposal.taken) : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => {
          const wish = name.trim();
          if (wish === '' || wish === proposal.taken) setName(proposal.name);
          else if (wish !== proposal.name) review.set({ name: wish });
        }}
      />
      <Select
        label={shared('template.field.kind')}
        className={css.kind}
        data={kinds.map((value) => ({ value, label: shared(`template.kind.${value}`) }))}
        value={proposal.kind}
        allowDeselect={false}
        onChange={(value) => value && review.set({ kind: value as Proposal['kind'] })}
      />
      {proposal.parties.length > 1 && (
        <div>
          <span className={css.fieldLabel}>{i.we}</span>
          <SegmentedControl
            aria-label={i.we}
            data={proposal.parties.slice(0, 3).map((p) => ({
              value: p.key,
              label: p.aliases[0] ? `${p.label}（${p.aliases[0]}）` : p.label,
            }))}
            value={review.decisions.we ?? proposal.we}
            onChange={(we) => review.set({ we })}
          />
        </div>
      )}
      {proposal.clauses > 0 && (
        <div className={css.lock}>
          <span className={css.fieldLabel}>{i.lock.label}</span>
          <SegmentedControl
            aria-label={i.lock.label}
            aria-describedby={lockNote}
            data={[
              { value: 'negotiable', label: i.lock.open },
              { value: 'standard', label: i.lock.standard },
            ]}
            value={review.decisions.lock ?? 'negotiable'}
            onChange={(lock) => review.set({ lock })}
          />
          <p id={lockNote} className={css.note}>
            {review.decisions.lock === 'standard' ? i.lock.standardNote : i.lock.openNote}
          </p>
        </div>
      )}
    </div>
  );
}

/** What came over and what did not. */
function Account(props: { proposal: Proposal; asked: number; problem: string }) {
  const t = useText();
  const i = t.library.import;
  const shared = useShared();
  const { proposal } = props;
  const lost = proposal.charsIn - proposal.charsOut;
  const bad = proposal.problems.filter((p) => !p.warning);
  return (
    <div className={css.account}>
      {props.problem !== '' && (
        <p role="alert" className={css.problem}>
          {props.problem}
        </p>
      )}
      {proposal.rough && <p className={css.warn}>{i.rough}</p>}
      <p className={lost > 0 ? css.warn : css.note} aria-live="polite">
        {lost > 0
          ? i.lost(count(proposal.charsIn), count(proposal.charsOut), count(lost))
          : i.counts(count(proposal.charsIn), proposal.clauses, props.asked)}
      </p>
      {proposal.dropped.length > 0 && (
        <details className={css.more} open={lost > 0}>
          <summary>{i.dropped(proposal.dropped.length)}</summary>
          <ul>
            {proposal.dropped.map((drop) => (
              <li key={`${drop.code} ${drop.text ?? ''}`}>
                {shared(drop.code, { count: drop.count })}
                {drop.text ? <q className={css.quote}>{drop.text}</q> : null}
              </li>
            ))}
          </ul>
        </details>
      )}
      {bad.length > 0 && (
        <details className={css.more} open>
          <summary>
            {i.problems(bad.length)} · {i.draftHint}
          </summary>
          <ul>
            {bad.map((p, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: problems have no other name
              <li key={n}>{shared(p.code, { ...p.params, label: p.label ?? '', field: p.field ?? '' })}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Pages({ review, name }: { review: Review; name: string }) {
  const t = useText();
  const { file, decisions } = review;
  const pages = useQuery({
    queryKey: ['import', 'pages', file, decisions],
    queryFn: () => intake.Preview(file, decisions),
    placeholderData: (before) => before,
    staleTime: 60 * 60_000,
    meta: { kinds: [] },
  });
  return (
    <PdfView
      label={t.templates.pages(name)}
      source={pages.data}
      error={pages.error ?? undefined}
      tools={<span className={css.note}>{t.templates.sampleData}</span>}
    />
  );
}
