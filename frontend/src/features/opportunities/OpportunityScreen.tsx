import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { ago, dateTime, money } from '@/lib/format';
import { useBack, useGo, useIdParam } from '@/lib/navigate';
import { Approvals } from '@/ui/Approvals';
import { Empty, LinkButton, Page, PageHead, Section } from '@/ui/layout';
import { RecordHistory } from '@/ui/RecordHistory';
import { Actions } from './Actions';
import { api, type Detail, keys } from './api';
import { Criteria } from './Criteria';
import { Lines } from './Lines';
import { OpportunityFacts } from './OpportunityFacts';
import css from './opportunities.module.css';
import { Papers } from './Papers';
import { People } from './People';
import { NextSteps, Said } from './Talk';
import { useMoving } from './useMoving';
import { useOpportunity } from './useOpportunity';
import { useWords } from './words';

/** The page of one opportunity. */
export default function OpportunityScreen() {
  const t = useText();
  const o = t.opportunities;
  const id = useIdParam();
  const go = useGo();
  const back = useBack('/opportunities');
  const words = useWords();
  const client = useQueryClient();
  const { detail, error, save } = useOpportunity(id);
  useCommand('opportunities.back', back);
  if (error)
    return (
      <Empty title={o.notFound} text={sentence(error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!detail) return null;
  const open = detail.outcome === 'open';
  return (
    <Page>
      <PageHead
        title={detail.name}
        note={
          <>
            <LinkButton onClick={() => go(`/customers/${detail.customerId}`)}>
              {detail.card.customerName}
            </LinkButton>{' '}
            <span className="num">{money(detail.amount, detail.currency)}</span>
            {!open && ` · ${words.outcome(detail.outcome)}`}
          </>
        }
        back={back}
      >
        <Actions detail={detail} onTrashed={back} />
      </PageHead>
      <Stages detail={detail} />
      <div className={css.page}>
        <div>
          {open && (
            <Section title={o.criteria.title}>
              {detail.judged.length === 0 ? (
                <p className={css.muted}>{o.criteria.none}</p>
              ) : (
                <Criteria detail={detail} judged={detail.judged} save={save} />
              )}
              <Onward detail={detail} />
            </Section>
          )}
          <Approvals
            standing={detail.approval}
            onAskFloor={async (more) => client.setQueryData(keys.one(id), await api.AskFloor(id, more))}
          />
          <Lines detail={detail} save={save} />
          <Papers detail={detail} />
          <Said detail={detail} />
        </div>
        <div>
          <NextSteps detail={detail} />
          <OpportunityFacts detail={detail} save={save} />
          <People detail={detail} save={save} />
          <Way detail={detail} />
          <Section title={t.clean.history.show}>
            <RecordHistory kind="opportunity" id={id} limit={10} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

/** Where it can go on to with nothing missing: the system judges, a person moves it. */
function Onward({ detail }: { detail: Detail }) {
  const t = useText();
  const moving = useMoving();
  const to = detail.stages.find((stage) => stage.id === detail.ready);
  if (!to) return null;
  return (
    <p className={css.onward}>
      {t.opportunities.criteria.ready}
      <LinkButton
        onClick={() =>
          void moving.move({
            id: detail.id,
            name: detail.name,
            from: detail.stageId,
            to: to.id,
            stage: to.name,
          })
        }
      >
        {t.opportunities.criteria.goOn(to.name)}
      </LinkButton>
      {moving.dialogs}
    </p>
  );
}

/** The stages in a row; a click moves it there. */
function Stages({ detail }: { detail: Detail }) {
  const t = useText();
  const moving = useMoving();
  const at = detail.stages.findIndex((stage) => stage.id === detail.stageId);
  const open = detail.outcome === 'open';
  return (
    <div className={css.stages} role="group" aria-label={t.opportunities.pipelines.stages}>
      {detail.stages.map((stage, i) => (
        <button
          key={stage.id}
          type="button"
          className={css.step}
          data-past={i < at || undefined}
          aria-current={i === at ? 'step' : undefined}
          disabled={!open || i === at}
          title={t.opportunities.moved(detail.name, stage.name)}
          onClick={() =>
            void moving.move({
              id: detail.id,
              name: detail.name,
              from: detail.stageId,
              to: stage.id,
              stage: stage.name,
            })
          }
        >
          {stage.name}
        </button>
      ))}
      {moving.dialogs}
    </div>
  );
}

/** How it came through the stages, the latest first. */
function Way({ detail }: { detail: Detail }) {
  const t = useText();
  const w = t.opportunities.way;
  const told = [...detail.moves].reverse();
  return (
    <Section title={w.title}>
      <ul className={css.way}>
        {told.map((move) => (
          <li key={move.id}>
            <time className={css.muted} title={dateTime(move.at)}>
              {ago(move.at)}
            </time>
            {move.fromId === 0
              ? `${w.opened} · ${detail.names[move.toId] ?? ''}`
              : move.outcome !== 'open'
                ? w[move.outcome]
                : move.fromId === move.toId
                  ? w.reopened
                  : w.to(detail.names[move.toId] ?? '')}
            {move.unmet.length > 0 && (
              <div className={css.muted}>
                {w.skipped(move.unmet.join('、'))} · {move.reason}
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
