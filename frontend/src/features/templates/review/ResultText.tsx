import { memo, type ReactNode, type RefObject, useMemo } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import type { Source } from '../api';
import { Names } from '../editor/names';
import { annex, label, ladder, reference } from '../editor/numbers';
import type { Tree } from '../editor/schema';
import type { Proposal } from '../library';
import css from './review.module.css';

/** What reading a tree needs to know of its surroundings. */
interface Around {
  names: Names;
  numbering: string[];
  language: string;
  /** What a reference to a clause or an attachment reads, by its id. */
  references: Map<string, string>;
  /** Blocks of the original that a path came from. */
  from: Map<string, number[]>;
  words: { lines: string; pageBreak: string; image: string; chip: (label: string) => string };
  column: (name: string) => string;
}

/** The template that comes out, as a page of text with chips, each block tied to where it came from. */
export const ResultText = memo(function ResultText(props: {
  proposal: Proposal;
  sources: Source[];
  pane: RefObject<HTMLDivElement | null>;
}) {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const { definition, origins } = props.proposal;
  const around = useMemo((): Around => {
    const words = {
      no: t.editor.lines.names.no,
      count: t.editor.listCount,
      sum: t.editor.lines.totalNames.total,
    };
    return {
      names: new Names(definition.fields, props.sources, lang, words),
      numbering: ladder(definition.numbering, definition.language),
      references: referencesOf(definition),
      language: definition.language,
      from: new Map(origins.map((o) => [o.path.join('.'), o.from])),
      words: {
        lines: t.templates.blocks.lines,
        pageBreak: t.templates.blocks.pageBreak,
        image: shared('intake.dropped.image'),
        chip: t.library.import.chip,
      },
      column: (name) => (t.editor.lines.names as Record<string, string>)[name] ?? name,
    };
  }, [definition, origins, props.sources, lang, t, shared]);
  return (
    <div
      ref={props.pane}
      className={css.paper}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls is reached with the keyboard
      tabIndex={0}
      role="group"
      aria-label={t.library.import.result.label}
      lang={definition.language}
    >
      {blocks((definition.body as Tree).content, [], [], around)}
    </div>
  );
});

/** What references to clauses and attachments read; what stands in an attachment is not pointed at. */
function referencesOf({ body, numbering, language }: Proposal['definition']): Map<string, string> {
  const styles = ladder(numbering, language);
  const found = new Map<string, string>();
  let annexes = 0;
  const walk = (list: Tree[] | undefined, ordinals: number[]) => {
    let n = 0;
    for (const node of list ?? []) {
      const id = String(node.attrs?.id ?? '');
      if (node.type === 'attachment') found.set(id, annex(++annexes, language));
      if (node.type !== 'clause') continue;
      const here = [...ordinals, ++n];
      found.set(id, reference(styles, here, language));
      walk(node.content, here);
    }
  };
  walk((body as Tree).content, []);
  return found;
}

/** Children of a node; `ordinals` counts the clauses around them. */
function blocks(list: Tree[] | undefined, path: number[], ordinals: number[], around: Around): ReactNode {
  let n = 0;
  let annexes = 0;
  return list?.map((node, i) => {
    if (node.type === 'clause') n++;
    if (node.type === 'attachment') annexes++;
    const at = [...path, i];
    const here =
      node.type === 'clause' ? [...ordinals, n] : node.type === 'attachment' ? [annexes] : ordinals;
    return <Block key={at.join('.')} node={node} path={at} ordinals={here} around={around} />;
  });
}

/** Where a block came from: its own entry, else that of the block around it. */
function fromOf(path: number[], around: Around): string {
  for (let n = path.length; n > 0; n--) {
    const from = around.from.get(path.slice(0, n).join('.'));
    if (from) return from.join(',');
  }
  return '';
}

function Block(props: { node: Tree; path: number[]; ordinals: number[]; around: Around }) {
  const { node, path, ordinals, around } = props;
  const attrs = (node.attrs ?? {}) as Record<string, unknown>;
  const from = fromOf(path, around);
  const inside = () => blocks(node.content, path, ordinals, around);
  const inline = () => <Inline list={node.content} around={around} />;
  switch (node.type) {
    case 'title':
      return (
        <p className={css.title} data-from={from}>
          {inline()}
        </p>
      );
    case 'clause': {
      const number = label(around.numbering[ordinals.length - 1] ?? '', ordinals);
      const [first, ...rest] = node.content ?? [];
      if (!first) return null;
      const leaf = first.type === 'heading' || first.type === 'paragraph';
      return (
        <div className={css.clause}>
          {leaf && (
            <p
              className={first.type === 'heading' ? css.heading : css.line}
              data-from={fromOf([...path, 0], around)}
            >
              {number !== '' && <span className={css.number}>{number} </span>}
              <Inline list={first.content} around={around} />
            </p>
          )}
          {blocks(leaf ? [{ type: 'skip' }, ...rest] : node.content, path, ordinals, around)}
        </div>
      );
    }
    case 'attachment':
      return (
        <div>
          <p className={css.heading} data-from={from}>
            <span className={css.number}>{annex(ordinals[0] ?? 1, around.language)} </span>
            {String(attrs.title ?? '')}
          </p>
          {blocks(node.content, path, [], around)}
        </div>
      );
    case 'pairs':
      return <div className={css.pairs}>{inside()}</div>;
    case 'pair':
      return (
        <p className={css.line} data-from={from}>
          {String(attrs.label ?? '')}
          {around.language === 'en' ? ': ' : '\uff1a'}
          {inline()}
        </p>
      );
    case 'table':
      return (
        <table className={css.table}>
          <tbody>
            {node.content?.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
              <tr key={i} data-from={fromOf([...path, i], around)}>
                {row.content?.map((cell, c) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nor have cells
                  <td key={c} colSpan={Number(cell.attrs?.span ?? 1) || 1}>
                    <Inline list={cell.content} around={around} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'lines':
      return (
        <p className={css.made} data-from={from}>
          {around.words.lines}:{' '}
          {((attrs.columns ?? []) as { name: string; label?: string }[])
            .map((c) => c.label || around.column(c.name))
            .join(' · ')}
        </p>
      );
    case 'signature':
      return (
        <div className={css.signature}>
          {attrs.closing ? <p className={css.line}>{String(attrs.closing)}</p> : null}
          <div className={css.signatories}>{inside()}</div>
        </div>
      );
    case 'signatory': {
      const meaning = around.names.of(String(attrs.key ?? ''));
      return (
        <div data-from={from}>
          <p className={css.line}>
            {String(attrs.label ?? '')} {meaning && <span className={css.chip}>{meaning.label}</span>}
          </p>
          {inside()}
        </div>
      );
    }
    case 'pageBreak':
      return <hr className={css.break} />;
    case 'image':
      return <p className={css.made}>{around.words.image}</p>;
    case 'skip':
      return null;
    case 'when':
    case 'each':
      return <div>{inside()}</div>;
    default:
      return (
        <p
          className={node.type === 'heading' ? css.heading : css.line}
          data-from={from}
          style={{ textAlign: attrs.align === 'center' || attrs.align === 'right' ? attrs.align : undefined }}
        >
          {inline()}
        </p>
      );
  }
}

function Inline({ list, around }: { list: Tree[] | undefined; around: Around }): ReactNode {
  return list?.map((node, i) => {
    const attrs = (node.attrs ?? {}) as Record<string, unknown>;
    const key = String(attrs.key ?? '');
    switch (node.type) {
      case 'text': {
        const bold = node.marks?.some((m) => m.type === 'bold');
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a line have no other name
        return bold ? <b key={i}>{node.text}</b> : <span key={i}>{node.text}</span>;
      }
      case 'field': {
        const name = around.names.of(key)?.label ?? key;
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={i}
            type="button"
            className={css.chip}
            data-guess={key}
            aria-label={around.words.chip(name)}
          >
            {name}
          </button>
        );
      }
      case 'blank':
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        return <span key={i} className={css.rule} style={{ width: `${Number(attrs.em ?? 4)}em` }} />;
      case 'check':
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        return <span key={i}>{'\u25a1'}</span>;
      case 'break':
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        return <br key={i} />;
      default:
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        return <span key={i}>{around.references.get(String(attrs.clause ?? '')) ?? ''}</span>;
    }
  });
}
