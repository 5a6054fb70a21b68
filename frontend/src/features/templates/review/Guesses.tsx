import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { brief } from '@/lib/brief';
import { IconButton } from '@/ui/layout';
import type { FieldType, Source } from '../api';
import {
  type Blank,
  fits,
  type Guess,
  guessTypes,
  type Proposal,
  sourceName,
  type Way,
  ways,
} from '../library';
import type { Lit } from './lit';
import css from './review.module.css';
import type { Review } from './useReview';

/** How sure a guess must be not to be asked about, and how sure it is called likely. */
const SURE = 0.75;
const LIKELY = 0.5;

/** Every guess, least sure first, to accept by doing nothing or to change in its row. */
export function Guesses(props: {
  review: Review;
  proposal: Proposal;
  sources: Source[];
  lit: Lit;
  onLit: (lit: Lit) => void;
  onShow: (lit: Lit) => void;
}) {
  const t = useText();
  const i = t.library.import;
  const { review, proposal, onLit, onShow } = props;
  const now = new Map(proposal.fields.map((f) => [f.key, f]));
  const order = [...(review.first?.fields ?? [])].sort((a, b) => a.confidence - b.confidence);
  const placesOf = (ids: readonly string[], key: string): Lit => ({
    blocks: [...new Set(proposal.blanks.filter((b) => ids.includes(b.id)).map((b) => b.block))],
    key,
  });
  const row = (first: Guess) => {
    const guess = now.get(first.key) ?? first;
    const places = placesOf(guess.blanks.length > 0 ? guess.blanks : first.blanks, guess.key);
    return (
      <GuessRow
        key={first.key}
        guess={guess}
        review={review}
        sources={props.sources}
        places={places}
        on={props.lit.key === first.key}
        onLit={onLit}
        onShow={onShow}
      />
    );
  };
  const own = order.filter((f) => !f.fact);
  const groups: [string, string, Guess[]][] = [
    [i.groups.look, i.groupNote.look, own.filter((f) => f.confidence < SURE)],
    [i.groups.sure, '', own.filter((f) => f.confidence >= SURE)],
    ...proposal.parties.map((p): [string, string, Guess[]] => [
      i.groups.parties(p.label),
      i.groupNote.parties,
      order.filter((f) => f.fact && f.party === p.key),
    ]),
  ];
  const signs = proposal.blanks.filter((b) =>
    review.first?.blanks.some((was) => was.id === b.id && was.key === ''),
  );
  // What is to be said of many places is said once.
  const told = new Map<string, string[]>();
  for (const { code, text } of proposal.notes)
    if (code !== 'intake.note.table_missing') told.set(code, [...(told.get(code) ?? []), text ?? '']);
  return (
    <div className={css.guesses}>
      <Goods review={review} proposal={proposal} />
      {[...told].map(([code, texts]) => (
        <NoteLine key={code} code={code} text={i.several(texts)} />
      ))}
      {order.length + signs.length === 0 && <p className={css.note}>{i.nothing}</p>}
      {groups.map(
        ([title, note, list]) =>
          list.length > 0 && (
            <Group key={title} title={title} note={note} count={list.length}>
              {list.map(row)}
            </Group>
          ),
      )}
      {signs.length > 0 && (
        <Group title={i.groups.sign} note={i.groupNote.sign} count={signs.length}>
          {signs.map((blank) => (
            <SignRow
              key={blank.id}
              blank={blank}
              review={review}
              places={{ blocks: [blank.block], key: blank.key || blank.id }}
              onLit={onLit}
              onShow={onShow}
            />
          ))}
        </Group>
      )}
    </div>
  );
}

function Group(props: { title: string; note: string; count: number; children: ReactNode }) {
  return (
    <section className={css.group} aria-label={props.title}>
      <h3 className={css.groupTitle}>
        {props.title} <span className={css.note}>{props.count}</span>
      </h3>
      {props.note !== '' && <p className={css.note}>{props.note}</p>}
      <ul className={css.rows}>{props.children}</ul>
    </section>
  );
}

function NoteLine({ code, text }: { code: string; text: string }) {
  const shared = useShared();
  return <p className={css.note}>{shared(code, { text })}</p>;
}

/** Tables that look like goods, and places that announce some. */
function Goods({ review, proposal }: { review: Review; proposal: Proposal }) {
  const i = useText().library.import;
  if (proposal.lines.length === 0) return null;
  const textOf = (block: number) => {
    const at = proposal.original.find((o) => o.index === block);
    const text = at?.rows ? (at.rows[0] ?? []).join(' ') : (at?.text ?? '');
    return brief(text.trim(), 40);
  };
  return (
    <Group title={i.goods.title} note="" count={proposal.lines.length}>
      {proposal.lines.map((offer) => (
        <li key={offer.block} className={css.offer} data-guess={`lines ${offer.block}`}>
          <Checkbox
            label={offer.insert ? i.goods.insert(textOf(offer.block)) : i.goods.table(textOf(offer.block))}
            checked={offer.accepted}
            onChange={(event) => review.goods(offer.block, event.currentTarget.checked)}
          />
        </li>
      ))}
    </Group>
  );
}

function AsSelect(props: { label: string; value: string; onChange: (as: Way) => void }) {
  const shared = useShared();
  return (
    <NativeSelect
      size="sm"
      aria-label={props.label}
      data={ways.map((value) => ({ value, label: shared(`intake.as.${value}`) }))}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value as Way)}
    />
  );
}

function GuessRow(props: {
  guess: Guess;
  review: Review;
  sources: Source[];
  places: Lit;
  on: boolean;
  onLit: (lit: Lit) => void;
  onShow: (lit: Lit) => void;
}) {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const g = t.library.import.guess;
  const { guess, review, places, on } = props;
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (on) place.current?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  const field = guess.as === 'field';
  const types: FieldType[] = (guessTypes as readonly FieldType[]).includes(guess.type)
    ? [...guessTypes]
    : [guess.type];
  const offered = props.sources.filter((s) => fits(guess.type, s));
  const source = props.sources.find((s) => s.path === guess.source);
  const sure = guess.confidence >= SURE ? g.high : guess.confidence >= LIKELY ? g.fair : g.low;
  return (
    <li
      ref={place}
      className={css.guess}
      data-on={on || undefined}
      data-row={guess.key}
      onMouseEnter={() => props.onLit(places)}
      onMouseLeave={() => props.onLit({ blocks: [], key: '' })}
      onFocus={() => props.onLit(places)}
    >
      {guess.fact ? (
        <span className={css.fact}>{guess.label}</span>
      ) : (
        <LabelInput guess={guess} review={review} disabled={!field} />
      )}
      <AsSelect
        label={`${guess.label}: ${g.as}`}
        value={guess.as}
        onChange={(as) => review.field(guess.key, { as })}
      />
      {guess.fact ? (
        <span className={css.factFrom}>{field && source ? sourceName(source, lang) : ''}</span>
      ) : (
        <>
          <NativeSelect
            size="sm"
            aria-label={`${guess.label}: ${g.type}`}
            data={types.map((value) => ({ value, label: shared(`template.type.${value}`) }))}
            value={guess.type}
            disabled={!field || types.length === 1}
            onChange={(event) =>
              review.field(guess.key, { type: event.currentTarget.value as FieldType, source: '-' })
            }
          />
          <NativeSelect
            size="sm"
            aria-label={`${guess.label}: ${g.source}`}
            data={[
              { value: '-', label: g.ask },
              ...offered.map((s) => ({ value: s.path, label: sourceName(s, lang) })),
            ]}
            value={guess.source === '' ? '-' : guess.source}
            disabled={!field}
            onChange={(event) => review.field(guess.key, { source: event.currentTarget.value })}
          />
        </>
      )}
      <span className={css.sure} data-sure={guess.confidence >= SURE || undefined}>
        {sure}
      </span>
      <IconButton
        label={`${guess.label}: ${t.library.import.showOriginal}`}
        onClick={() => props.onShow(places)}
      >
        <IconEye size="1.125rem" />
      </IconButton>
    </li>
  );
}

function LabelInput({ guess, review, disabled }: { guess: Guess; review: Review; disabled: boolean }) {
  const g = useText().library.import.guess;
  const [text, setText] = useState(guess.label);
  useEffect(() => setText(guess.label), [guess.label]);
  const asked = review.decisions.fields?.find((f) => f.key === guess.key)?.label;
  const taken = review.settled && asked !== undefined && asked !== guess.label;
  const save = () => {
    const wish = text.trim();
    if (wish !== '' && wish !== guess.label) review.field(guess.key, { label: wish });
    else setText(guess.label);
  };
  return (
    <TextInput
      size="sm"
      aria-label={`${guess.label}: ${g.label}`}
      title={guess.label}
      value={text}
      disabled={disabled}
      error={taken ? g.taken : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') {
          event.preventDefault();
          setText(guess.label);
        }
      }}
    />
  );
}

function SignRow(props: {
  blank: Blank;
  review: Review;
  places: Lit;
  onLit: (lit: Lit) => void;
  onShow: (lit: Lit) => void;
}) {
  const t = useText();
  const { blank, review, places } = props;
  const name = blank.before.replace(/[:\uff1a\s]+$/, '') || blank.text;
  return (
    <li
      className={css.guess}
      data-row={blank.id}
      onMouseEnter={() => props.onLit(places)}
      onMouseLeave={() => props.onLit({ blocks: [], key: '' })}
      onFocus={() => props.onLit(places)}
    >
      <span className={css.fact}>{name}</span>
      <AsSelect
        label={`${name}: ${t.library.import.guess.as}`}
        value={blank.as}
        onChange={(as) => review.blank(blank.id, as)}
      />
      <span className={css.factFrom} />
      <span className={css.sure} />
      <IconButton label={`${name}: ${t.library.import.showOriginal}`} onClick={() => props.onShow(places)}>
        <IconEye size="1.125rem" />
      </IconButton>
    </li>
  );
}
