import { IconPlus } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { sentence } from '@/lib/errors';
import { money } from '@/lib/format';
import { useGo } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { LinkButton, Section } from '@/ui/layout';
import { api, type Detail } from './api';
import css from './opportunities.module.css';

/** The quotes and contracts that came of an opportunity; a new one takes its lines along. */
export function Papers({ detail }: { detail: Detail }) {
  const t = useText();
  const p = t.opportunities.papers;
  const go = useGo();
  const shared = useShared();
  const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });
  const quote = () => void api.NewQuote(detail.id, 0).then((id) => go(`/quotes/${id}`), fail);
  const make = () => void api.NewContract(detail.id, 0).then((id) => go(`/contracts/${id}`), fail);
  return (
    <Section
      title={p.title}
      count={detail.papers.length}
      action={
        detail.outcome !== 'lost' && (
          <>
            <LinkButton onClick={quote}>
              <IconPlus size="1rem" />
              {t.quotes.title}
            </LinkButton>
            <LinkButton onClick={make}>
              <IconPlus size="1rem" />
              {p.contract}
            </LinkButton>
          </>
        )
      }
    >
      {detail.papers.length === 0 && <p className={css.muted}>{p.none}</p>}
      {detail.papers.map((paper) => (
        <button
          key={paper.id}
          type="button"
          className={css.paper}
          onClick={() => go(`${paper.kind === 'quote' ? '/quotes' : '/contracts'}/${paper.id}`)}
        >
          <span className={css.rowMain}>
            <span>{[paper.number, paper.name].filter((s) => s !== '').join(' ')}</span>
            <span className={css.muted}>{shared(`contract.stage.${paper.stage}`)}</span>
          </span>
          {paper.amount !== 0 && <span className="num">{money(paper.amount, paper.currency)}</span>}
        </button>
      ))}
    </Section>
  );
}
