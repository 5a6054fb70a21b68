import { memo, type RefObject } from 'react';
import { useText } from '@/i18n';
import type { Blank, Original, Proposal } from '../library';
import { type Part, split } from './blanks';
import css from './review.module.css';

/** The document block by block as it was read, its blanks marked with what they were taken for. */
export const OriginalText = memo(function OriginalText(props: {
  proposal: Proposal;
  pane: RefObject<HTMLDivElement | null>;
}) {
  const t = useText();
  const { original, blanks, fields } = props.proposal;
  const labels = new Map(fields.map((f) => [f.key, f.label]));
  const of = (index: number) => blanks.filter((b) => b.block === index);
  const nameOf = (b: Blank) =>
    b.key
      .split('+')
      .map((key) => labels.get(key) ?? '')
      .filter((label) => label !== '')
      .join(' + ') || b.before.replace(/[:：\s]+$/, '');
  const line = (parts: readonly Part[]) =>
    parts.map((part, i) =>
      part.blank ? (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name
          key={i}
          type="button"
          className={css.blank}
          data-guess={part.blank.key.split('+')[0] || part.blank.id}
          data-as={part.blank.as}
          aria-label={t.library.import.place(nameOf(part.blank))}
          title={nameOf(part.blank)}
        >
          {part.text.trim() === ''
            ? part.blank.as === 'field'
              ? nameOf(part.blank)
              : '\u3000\u3000'
            : part.text}
        </button>
      ) : (
        part.text
      ),
    );
  return (
    <div
      ref={props.pane}
      className={css.paper}
      lang={props.proposal.language}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls is reached with the keyboard
      tabIndex={0}
      role="group"
      aria-label={t.library.import.original}
    >
      {original.map((block) => (
        <Block key={block.index} block={block} line={line} blanks={of(block.index)} />
      ))}
    </div>
  );
});

function Block(props: {
  block: Original;
  blanks: Blank[];
  line: (parts: readonly Part[]) => React.ReactNode;
}) {
  const { block, blanks, line } = props;
  if (block.kind === 'pageBreak') return <hr className={css.break} />;
  const cells = split(block.rows?.length ? block.rows.flat() : [block.text], blanks);
  // A row with fewer cells than others has one that reaches over several columns, mostly the last.
  const wide = Math.max(1, ...(block.rows ?? []).map((row) => row.length));
  if (block.rows && block.rows.length > 0)
    return (
      <table className={css.table} data-from={block.index}>
        <tbody>
          {block.rows.map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <tr key={r}>
              {row.map((cell, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor have cells
                <td key={c} colSpan={c === row.length - 1 ? wide - c : undefined}>
                  {line(cells.shift() ?? [{ text: cell }])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  return (
    <p
      className={block.heading ? css.heading : css.line}
      data-from={block.index}
      style={{ textAlign: block.align === 'center' || block.align === 'right' ? block.align : undefined }}
    >
      {block.number && <span className={css.number}>{block.number} </span>}
      {line(cells[0] ?? [])}
    </p>
  );
}
