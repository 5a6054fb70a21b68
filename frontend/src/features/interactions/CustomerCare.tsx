import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { EditableField, Facts } from '@/ui/EditableField';
import { Section } from '@/ui/layout';
import { customers } from './api';
import { CareWarning, useStanding } from './CareWarning';
import css from './care.module.css';
import { useWords } from './words';

/** On a customer: what we may send, and how often we reached out. */
export default function CustomerCare({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const c = t.care;
  const words = useWords();
  const standing = useStanding(customerId, '');
  const customer = useQuery({
    queryKey: ['customer', 'one', customerId],
    queryFn: () => customers.Get(customerId),
    meta: { kinds: ['customer', 'contact'] },
  }).data?.customer;
  if (!standing || !customer) return null;
  if (compact)
    return standing.reasons.length > 0 ? (
      <Section title={c.section}>
        <CareWarning reasons={standing.reasons} />
      </Section>
    ) : null;
  const { consent } = customer;
  const save = (changes: object) => customers.Update(customerId, customer.version, { consent: changes });
  const { touches, limit, limitsOn } = standing;
  const bound = (n: number) => (limitsOn ? n : 0);
  const spans = [
    ['week', touches.week, bound(limit.week)],
    ['month', touches.month, bound(limit.month)],
    ['year', touches.year, bound(limit.year)],
  ] as const;
  return (
    <Section title={c.section}>
      <CareWarning reasons={standing.reasons} />
      <Facts>
        <EditableField
          label={c.doNotContact}
          value={consent.doNotContact ? 'on' : 'off'}
          editor={{
            kind: 'choice',
            options: [
              { value: 'off', label: c.off },
              { value: 'on', label: c.on },
            ],
          }}
          onSave={(value) => save({ doNotContact: value === 'on' })}
        />
        <EditableField
          label={c.marketing}
          value={consent.marketing}
          editor={{
            kind: 'choice',
            options: (['granted', 'refused'] as const).map((value) => ({
              value,
              label: c.marketings[value],
            })),
          }}
          display={c.marketings[consent.marketing as 'granted']}
          onSave={(value) => save({ marketing: value ?? '' })}
        />
        {(consent.marketing !== '' || consent.source !== '' || consent.date !== '') && (
          <>
            <EditableField
              label={c.source}
              value={consent.source}
              editor={{ kind: 'text', placeholder: c.sourceHint }}
              onSave={(value) => save({ source: value ?? '' })}
            />
            <EditableField
              label={c.date}
              value={consent.date}
              editor={{ kind: 'date' }}
              onSave={(value) => save({ date: value ?? '' })}
            />
          </>
        )}
      </Facts>
      <p className={css.touchTitle}>{c.touches}</p>
      {touches.year === 0 ? (
        <p className={css.muted}>{c.noTouches}</p>
      ) : (
        <table className={css.touches}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{words.field('medium')}</span>
              </th>
              {spans.map(([key]) => (
                <th key={key} scope="col">
                  {c.span[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {standing.byMedium.map((m) => (
              <tr key={m.medium}>
                <th scope="row">{words.word('medium', m.medium)}</th>
                <td className="num">{m.week}</td>
                <td className="num">{m.month}</td>
                <td className="num">{m.year}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{c.touches}</th>
              {spans.map(([key, n, most]) => (
                <td key={key} className={`num ${most > 0 && n >= most ? css.full : ''}`}>
                  {c.ofLimit(n, most)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}
