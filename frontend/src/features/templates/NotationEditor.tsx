import { useMemo, useRef } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { LinkButton } from '@/ui/layout';
import type { Problem } from './api';
import css from './editor.module.css';
import { type NotationHandle, NotationInput } from './NotationInput';
import type { Notation } from './useNotation';

/** The template as plain text, with what is wrong in it by line. */
export function NotationEditor({ notation }: { notation: Notation }) {
  const e = useText().templates.editor;
  const input = useRef<NotationHandle>(null);
  const { checked, text, type } = notation;
  const bad = useMemo(() => new Set((checked?.problems ?? []).map((p) => p.line ?? 0)), [checked]);
  return (
    <div className={css.main}>
      <NotationInput label={e.text} value={text} bad={bad} handle={input} onChange={type} />
      <Problems problems={checked?.problems ?? []} onGo={(line) => input.current?.goTo(line)} />
    </div>
  );
}

/** Everything wrong with the text, each with its line. */
function Problems({ problems, onGo }: { problems: Problem[]; onGo: (line: number) => void }) {
  const t = useText();
  const shared = useShared();
  if (problems.length === 0) return null;
  return (
    <section className={css.problems} aria-label={t.templates.editor.problems(problems.length)}>
      <b>{t.templates.editor.problems(problems.length)}</b>
      <ul>
        {problems.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice
          <li key={i}>
            <LinkButton onClick={() => onGo(p.line ?? 1)}>{t.templates.editor.line(p.line ?? 1)}</LinkButton>
            <span className={p.warning ? css.muted : undefined}>{shared(p.code, p.params)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
