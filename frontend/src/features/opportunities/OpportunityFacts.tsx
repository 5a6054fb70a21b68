import { Suspense, useState } from 'react';
import { useText } from '@/i18n';
import { currencyChoices, ourCurrency } from '@/lib/currency';
import { useChanceWhy } from '@/lib/feature';
import { dueDate, longDay, money } from '@/lib/format';
import { EditableField, Facts, PlainFact } from '@/ui/EditableField';
import { LinkButton, Section } from '@/ui/layout';
import { StaffFact } from '@/ui/StaffPicker';
import { type Detail, reasons } from './api';
import type { Save } from './useOpportunity';
import { chance, rounded, useWords } from './words';

/** What is known of an opportunity, each fact edited where it stands. */
export function OpportunityFacts({ detail, save }: { detail: Detail; save: Save }) {
  const t = useText();
  const o = t.opportunities;
  const words = useWords();
  const { own, learned } = detail.card;
  const Why = useChanceWhy();
  const [why, setWhy] = useState(false);
  const outcome = detail.outcome;
  const plain = (key: 'name' | 'competitor' | 'need' | 'remark' | 'closingNote', multi = false) => (
    <EditableField
      label={words.field(key)}
      value={detail[key]}
      editor={{ kind: multi ? 'multi' : 'text' }}
      onSave={(value) => save({ [key]: value ?? '' })}
    />
  );
  return (
    <Section title={o.facts}>
      <Facts>
        {plain('name')}
        {detail.lines.length > 0 ? (
          <PlainFact label={words.field('amount')}>
            <span className="num">{money(detail.amount, detail.currency, true)}</span>
          </PlainFact>
        ) : (
          <EditableField
            label={words.field('amount')}
            value={detail.amount === 0 ? null : detail.amount}
            editor={{ kind: 'money' }}
            display={<span className="num">{money(detail.amount, detail.currency)}</span>}
            onSave={(value) => save({ amount: value ?? 0 })}
          />
        )}
        <EditableField
          label={words.field('currency')}
          value={detail.currency}
          editor={{ kind: 'choice', options: currencyChoices(t, detail.currency) }}
          onSave={(value) => save({ currency: value || ourCurrency() })}
        />
        {outcome === 'open' && (
          <EditableField
            label={words.field('ownProbability')}
            value={rounded(detail.card)}
            editor={{ kind: 'percent' }}
            display={`${chance(t, detail.card)} · ${own ? o.own : learned ? o.byLearned : o.byStage}`}
            onSave={(value) => save({ ownProbability: value })}
          />
        )}
        {outcome === 'open' && Why && (
          <PlainFact label={o.basis}>
            <LinkButton onClick={() => setWhy(true)}>{o.basisOpen}</LinkButton>
            {why && (
              <Suspense>
                <Why id={detail.id} onClose={() => setWhy(false)} />
              </Suspense>
            )}
          </PlainFact>
        )}
        <EditableField
          label={words.field('expectedClose')}
          value={detail.expectedClose}
          editor={{ kind: 'date' }}
          display={outcome === 'open' ? dueDate(detail.expectedClose) : detail.expectedClose}
          onSave={(value) => save({ expectedClose: value ?? '' })}
        />
        <StaffFact value={detail.ownerId} onSave={(ownerId) => save({ ownerId })} />
        {plain('need', true)}
        {plain('competitor')}
        {(outcome === 'won' || outcome === 'lost') && (
          <EditableField
            label={words.field('closingReason')}
            value={detail.closingReason}
            editor={{
              kind: 'choice',
              options: reasons[outcome].map((code) => ({ value: code, label: words.reason(code) })),
            }}
            onSave={(value) => save({ closingReason: value ?? '' })}
          />
        )}
        {outcome !== 'open' && (
          <PlainFact label={words.field('closedAt')}>{longDay(new Date(detail.closedAt))}</PlainFact>
        )}
        {outcome !== 'open' && plain('closingNote', true)}
        {plain('remark', true)}
      </Facts>
    </Section>
  );
}
