import { IconX } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { ago } from '@/lib/format';
import { IconButton } from '@/ui/layout';
import type { Detail } from './api';
import { movesOf, useMoved } from './MergeTogether';
import css from './merge.module.css';
import { differs, type MergeField, saidOf, sourceOf } from './mergeFields';

/** A column for each record, a row for each field on which they differ. */
export function MergeTable(props: {
  list: Detail[];
  fields: MergeField[];
  keep: number;
  chosen: ReadonlyMap<string, number>;
  onKeep: (id: number) => void;
  onChoose: (key: string, id: number) => void;
  /** Absent while only two are left. */
  onLeaveOut: ((id: number) => void) | undefined;
}) {
  const t = useText();
  const moved = useMoved();
  const { list, fields, keep } = props;
  const open = fields.filter(differs);
  const settled = fields.filter((field) => saidOf(field).length === 1);
  return (
    <>
      <p className={css.lead}>{open.length === 0 ? t.merge.allSame : t.merge.choose}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so keys must reach it */}
      <section className={css.wide} aria-label={t.merge.choices} tabIndex={0}>
        <table className={css.table} style={{ minWidth: `${8 + list.length * 13}rem` }}>
          <thead>
            <tr>
              <th scope="col" className={css.side}>
                {t.merge.record}
              </th>
              {list.map(({ customer: c, ...rest }) => (
                <th key={c.id} scope="col" className={c.id === keep ? css.kept : undefined}>
                  <div className={css.record}>
                    <label className={css.option}>
                      <input
                        type="radio"
                        name="keep"
                        aria-label={t.merge.keepThis(c.name)}
                        checked={c.id === keep}
                        onChange={() => props.onKeep(c.id)}
                      />
                      <span className={css.recordName}>{c.name}</span>
                    </label>
                    {props.onLeaveOut && (
                      <IconButton label={t.merge.leaveOut(c.name)} onClick={() => props.onLeaveOut?.(c.id)}>
                        <IconX size="1rem" />
                      </IconButton>
                    )}
                  </div>
                  <div className={css.meta}>
                    {c.id === keep && <b className={css.keepMark}>{t.merge.keep}</b>}
                    <span>{t.merge.created(ago(c.createdAt))}</span>
                    {movesOf([{ customer: c, ...rest }]).map(([key, n]) => (
                      <span key={key}>{moved(key, n)}</span>
                    ))}
                  </div>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {open.map((field) => {
              const source = sourceOf(field, keep, props.chosen);
              return (
                <tr key={field.key}>
                  <th scope="row" className={css.side}>
                    {field.label}
                  </th>
                  {list.map(({ customer: c }) => {
                    const value = field.values.get(c.id) ?? '';
                    return (
                      <td key={c.id} className={c.id === source ? css.taken : undefined}>
                        <label className={css.option}>
                          <input
                            type="radio"
                            name={`field-${field.key}`}
                            aria-label={t.merge.choice(field.label, value || t.merge.blank)}
                            checked={c.id === source}
                            onChange={() => props.onChoose(field.key, c.id)}
                          />
                          <span className={value === '' ? css.blank : css.value}>
                            {value || t.merge.blank}
                          </span>
                        </label>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {settled.length > 0 && (
        <details className={css.settled}>
          <summary>{t.merge.same(settled.length)}</summary>
          <dl className={css.facts}>
            {settled.map((field) => (
              <div key={field.key}>
                <dt>{field.label}</dt>
                <dd>{saidOf(field)[0]}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
