import { type ReactNode, useMemo } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import type { Difference as Compared, Piece } from './library';
import css from './library.module.css';

/** How much of an unchanged stretch is shown before and after a change, in characters. */
const KEPT = 28;
const shorten = (text: string): string =>
  text.length > 2 * KEPT + 4 ? `${text.slice(0, KEPT)} … ${text.slice(-KEPT)}` : text;

/** A difference spelled out: struck through and underlined, so that it is read without colour. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, i) =>
        piece.kind === 'old' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces follow each other
          <del key={i} className={css.old}>
            {piece.text}
          </del>
        ) : piece.kind === 'new' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <ins key={i} className={css.new}>
            {piece.text}
          </ins>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <span key={i}>{shorten(piece.text)}</span>
        ),
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.part} aria-label={title}>
      <h3 className={css.partTitle}>{title}</h3>
      <ul className={css.changes}>{children}</ul>
    </section>
  );
}

/** How one version of a template differs from another: text, fields, settings, locks. */
export function DifferenceView({ difference }: { difference: Compared }) {
  const t = useText();
  const v = t.library.versions;
  const shared = useShared();
  const { changes, fields, settings, locks } = difference;
  const nothing = useMemo(
    () => changes.length + fields.length + settings.length + locks.length === 0,
    [changes, fields, settings, locks],
  );
  if (nothing) return <p className={css.muted}>{difference.same ? v.same : v.look}</p>;
  const lock = (code: string) => (code === '' ? v.none : shared(`template.lock.${code}`));
  return (
    <div>
      {changes.length > 0 && (
        <Part title={v.text(changes.length)}>
          {changes.map((change, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: changes follow each other
            <li key={i}>
              {change.where !== '' && <p className={css.where}>{change.where}</p>}
              <p className={css.words}>
                <Pieces pieces={change.pieces} />
              </p>
            </li>
          ))}
        </Part>
      )}
      {fields.length > 0 && (
        <Part title={v.fields(fields.length)}>
          {fields.map((field) => (
            <li key={field.key}>
              <p className={css.where}>
                {field.label} ·{' '}
                {field.kind === 'added' ? v.added : field.kind === 'removed' ? v.removed : v.changed}
              </p>
              <p className={css.words}>
                <Pieces pieces={field.pieces} />
              </p>
            </li>
          ))}
        </Part>
      )}
      {settings.length > 0 && (
        <Part title={v.settings(settings.length)}>
          {settings.map((s) => (
            <li key={s.setting}>
              <p className={css.where}>
                {s.setting === 'name'
                  ? shared('template.field.name')
                  : shared(`template.setting.${s.setting}`)}
              </p>
              <p className={css.words}>
                <del className={css.old}>{s.old || v.none}</del>{' '}
                <ins className={css.new}>{s.new || v.none}</ins>
              </p>
            </li>
          ))}
        </Part>
      )}
      {locks.length > 0 && (
        <Part title={v.locks(locks.length)}>
          {locks.map((l) => (
            <li key={l.heading}>
              <p className={css.where}>{l.heading}</p>
              <p className={css.words}>
                <del className={css.old}>{lock(l.old)}</del> <ins className={css.new}>{lock(l.new)}</ins>
              </p>
            </li>
          ))}
        </Part>
      )}
    </div>
  );
}
