import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { LinkButton } from '@/ui/layout';
import type { Problem } from './api';
import css from './editor.module.css';

/** Everything that keeps the template from being published, each with a way to its place. */
export function EditorProblems(props: {
  problems: Problem[];
  onGo: (path: number[]) => void;
  onField: (key: string) => void;
}) {
  const t = useText();
  const shared = useShared();
  if (props.problems.length === 0) return null;
  return (
    <section className={css.problems} aria-label={t.templates.editor.problems(props.problems.length)}>
      <b>{t.templates.editor.problems(props.problems.length)}</b>
      <ul>
        {props.problems.map((p, i) => {
          const path = (p as { path?: number[] }).path;
          // The sentence for the text asks for a name to be typed, which nobody sees here.
          const what =
            p.code === 'template.ref.unknown' ? t.templates.editor.refGone : shared(p.code, p.params);
          const sentence = `${p.clause ? `${p.clause}: ` : ''}${what}`;
          const go = path ? () => props.onGo(path) : p.field ? () => props.onField(p.field ?? '') : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice
            <li key={i}>{go ? <LinkButton onClick={go}>{sentence}</LinkButton> : <span>{sentence}</span>}</li>
          );
        })}
      </ul>
    </section>
  );
}
