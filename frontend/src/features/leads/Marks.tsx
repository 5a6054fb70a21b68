import { IconCheck, IconFlame, IconSnowflake, IconSunLow, IconX } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { Section } from '@/ui/layout';
import type { Finding, Graded } from './api';
import css from './leads.module.css';
import { useWords } from './useLead';

const icons = { hot: IconFlame, warm: IconSunLow, cold: IconSnowflake };

/** Hot, warm or cold: a sign and the word, never the colour alone. */
export function GradeMark({ grade }: { grade: string }) {
  const words = useWords();
  const Sign = icons[grade as 'hot'] ?? IconSnowflake;
  return (
    <span className={`${css.grade} ${css[grade] ?? ''}`}>
      <Sign size="1rem" aria-hidden />
      {words.word('grade', grade)}
    </span>
  );
}

/** What the cleaning rules say, those that are not met first. */
export function Findings({ findings }: { findings: Finding[] }) {
  const words = useWords();
  return (
    <ul className={css.findings}>
      {[...findings]
        .sort((a, b) => Number(a.ok) - Number(b.ok))
        .map((f) => (
          <li key={f.code} className={f.ok ? css.met : css.unmet}>
            {f.ok ? <IconCheck size="1rem" aria-hidden /> : <IconX size="1rem" aria-hidden />}
            {words.shared(f.code, f.params)}
          </li>
        ))}
    </ul>
  );
}

/** The lines that add up to a grade. */
export function Reasons({ graded }: { graded: Graded }) {
  const t = useText();
  const words = useWords();
  return (
    <table className={css.reasons}>
      <tbody>
        {graded.reasons.map((r) => (
          <tr key={r.code} className={r.points === 0 ? css.nothing : ''}>
            <td>{words.shared(r.code, r.params)}</td>
            <td className="num">{t.leads.points(r.points)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{t.leads.thresholds(graded.hot, graded.warm)}</td>
          <td className="num">{t.leads.score(graded.score)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Why a lead is hot or cold, and whether it is worth a call. */
export function Explained({ graded, findings }: { graded: Graded; findings: Finding[] }) {
  const t = useText();
  return (
    <>
      <Section title={t.leads.grade}>
        <p className={css.gradeLine}>
          <GradeMark grade={graded.grade} />
          <span className={css.muted}>{graded.byHand ? t.leads.byHand : t.leads.byRules}</span>
        </p>
        <Reasons graded={graded} />
      </Section>
      <Section title={t.leads.cleaning}>
        {findings.length === 0 ? (
          <p className={css.muted}>{t.leads.noRules}</p>
        ) : (
          <Findings findings={findings} />
        )}
      </Section>
    </>
  );
}
