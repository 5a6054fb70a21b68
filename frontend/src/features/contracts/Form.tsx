import { Button, Collapse, Select } from '@mantine/core';
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconChevronDown,
  IconChevronRight,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type Ref, useCallback, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Given } from '@/bridge';
import { useLang, useText } from '@/i18n';
import { fieldSentences } from '@/lib/errors';
import { useGo } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { LinkButton, Section } from '@/ui/layout';
import {
  api,
  byOwn,
  companiesQuery,
  type Field,
  isClosed,
  type Line,
  usableTemplates,
  type View,
} from './api';
import { ContractFacts } from './ContractFacts';
import shared from './contracts.module.css';
import { FieldInput } from './FieldInput';
import css from './form.module.css';
import { LinesGrid } from './LinesGrid';
import { unreasoned } from './lines';
import { FurtherParty, PartyCard } from './Parties';
import { RowsInput } from './RowsInput';
import { Sums } from './Sums';
import type { ContractModel } from './useContract';
import { useWords } from './words';

export interface FormHandle {
  /** Brings the input of a place on the page under the cursor. */
  focus: (field: string) => void;
}

/** The place of FormHandle.focus where the reason of a price under the floor is written. */
export const FLOOR = 'lines.floorReason';

/** What was asked for since the contract was opened stays on top, also once it is filled. */
function useAsked(view: View): Set<string> {
  const asked = useRef<{ version: number; keys: Set<string> }>({ version: 0, keys: new Set() });
  const version = view.contract.templateVersionId;
  if (asked.current.version !== version) asked.current = { version, keys: new Set() };
  for (const field of view.fields) if (field.missing) asked.current.keys.add(field.key);
  return asked.current.keys;
}

/**
 * What nobody fills but the owner: empty, or written by hand, when it was first seen. It stays where it is
 * while it is written.
 */
function useByHand(view: View): Set<string> {
  const seen = useRef<{ version: number; hand: Map<string, boolean> }>({ version: 0, hand: new Map() });
  const version = view.contract.templateVersionId;
  if (seen.current.version !== version) seen.current = { version, hand: new Map() };
  const { hand } = seen.current;
  for (const { key, used, origin } of view.fields)
    if (used && !hand.has(key)) hand.set(key, origin === '' || origin === 'own');
  return new Set([...hand].filter(([, own]) => own).map(([key]) => key));
}

/** The left side: what is missing first, then the lines, what else is written by hand, and what filled itself. */
export function ContractForm(props: {
  model: ContractModel;
  view: View;
  wide: boolean;
  /** Absent where there is no room to choose. */
  onWide?: (wide: boolean) => void;
  onLit: (field: string) => void;
  handle: Ref<FormHandle>;
  children?: ReactNode;
}) {
  const { model, view, onLit } = props;
  const t = useText();
  const f = t.contracts.form;
  const words = useWords();
  const go = useGo();
  const { contract } = view;
  const { edit } = model;
  const [open, setOpen] = useRemembered<boolean>('contract.filled', false);
  const frame = useRef<HTMLDivElement>(null);
  const closed = isClosed(contract);
  const asked = useAsked(view);
  const hand = useByHand(view);
  const unsavedValues = (model.unsaved.values ?? {}) as Record<string, unknown>;
  const refused = model.problem === undefined ? {} : fieldSentences(model.problem);

  const wrong = useMemo(() => {
    const out: Record<string, string> = {};
    for (const p of view.problems)
      if (p.field && p.code.startsWith('template.value.')) out[p.field] ??= words.shared(p.code, p.params);
    return out;
  }, [view.problems, words]);

  const onChange = useCallback(
    (field: Field, value: unknown) => edit({ values: { [field.key]: value } }),
    [edit],
  );
  const linesField = view.fields.find((field) => field.type === 'lines');
  const onLines = useCallback((lines: Line[]) => edit({ lines }), [edit]);

  const inputs = view.fields.filter((field) => field.type !== 'lines');
  const top = inputs.filter((field) => asked.has(field.key));
  const rest = inputs.filter((field) => !asked.has(field.key));
  const filled = rest.filter((field) => field.used && !hand.has(field.key));
  const byHand = rest.filter((field) => field.used && hand.has(field.key));
  const unused = rest.filter((field) => !field.used);
  const missing = view.fields.filter((field) => field.missing);
  // A gift is a line with all of its price taken off.
  const free = (line: Line) => line.price === 0 && line.discount < 10_000;
  const [inLines, setInLines] = useState(false);
  const named = useRef(false);
  // Nothing moves under the hands of who is still writing the line.
  const unpriced =
    view.hasLines && !closed && !(inLines && !named.current) ? contract.lines.filter(free) : [];
  named.current = unpriced.length > 0;
  const toldFloor = useRef(false);
  const id = contract.id;
  const memory = useMemo(
    () => ({ key: `contract ${id}`, ask: (line: Given<Line>) => api.PriceMemory(id, line) }),
    [id],
  );
  const underFloor =
    view.hasLines && !closed && !(inLines && !toldFloor.current)
      ? unreasoned(contract.lines, contract.wholeDiscount, contract.currency)
      : [];
  toldFloor.current = underFloor.length > 0;
  const gaps = missing.length + (unpriced.length > 0 ? 1 : 0) + (underFloor.length > 0 ? 1 : 0);

  const openRest = useRef<() => void>(() => undefined);
  openRest.current = () => setOpen(true);
  useImperativeHandle(props.handle, () => ({
    focus: (place) => {
      if (place === FLOOR) return toReason();
      const key = inputOf(view, place);
      const find = () => frame.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(key)}"]`);
      // What is folded away is there, but has no box.
      const inSight = () => (find()?.getClientRects().length ?? 0) > 0;
      const reach = () => {
        const element = find();
        element?.scrollIntoView({ block: 'center', behavior: 'smooth' });
        element
          ?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button')
          ?.focus({ preventScroll: true });
      };
      if (inSight()) reach();
      else {
        openRest.current();
        // After the block has unfolded.
        window.setTimeout(reach, 250);
      }
    },
  }));

  const one = (field: Field) => {
    if (field.type === 'party')
      return field.source ? (
        <PartyCard key={field.key} field={field} view={view} />
      ) : (
        <FurtherParty
          key={field.key}
          field={field}
          pending={field.key in unsavedValues}
          disabled={closed}
          onChange={onChange}
        />
      );
    const Input = field.type === 'list' ? RowsInput : FieldInput;
    return (
      <Input
        key={field.key}
        field={field}
        pending={field.key in unsavedValues}
        problem={wrong[field.key]}
        disabled={closed}
        onChange={onChange}
        onFocus={onLit}
      />
    );
  };

  return (
    <div ref={frame} className={css.form}>
      <Setup model={model} view={view} disabled={closed} />
      {(top.length > 0 ||
        unpriced.length > 0 ||
        underFloor.length > 0 ||
        (linesField && missing.includes(linesField))) && (
        <section className={css.asked} aria-label={gaps > 0 ? f.missing(gaps) : f.complete}>
          <h2 className={gaps > 0 ? css.askedTitle : css.doneTitle} aria-live="polite">
            {gaps > 0 ? f.missing(gaps) : f.complete}
            {gaps > 0 && <span className={css.askedNote}>{f.missingNote}</span>}
          </h2>
          <div className={shared.fields}>{top.map(one)}</div>
          {linesField?.missing && (
            <p className={css.askedLines}>
              {f.linesMissing(linesField.label)}
              <LinkButton
                onClick={() => document.querySelector<HTMLElement>('[data-add-line] button')?.click()}
              >
                {t.contracts.lines.add}
              </LinkButton>
            </p>
          )}
          {unpriced.length > 0 && (
            <p className={css.askedLines}>
              {f.priceMissing(unpriced[0]?.name ?? '', unpriced.length)}
              <LinkButton
                onClick={() => {
                  const cells = document.querySelectorAll<HTMLInputElement>(
                    '[data-add-line] [data-cell="price"]',
                  );
                  [...cells].find((cell) => /^[0.]*$/.test(cell.value))?.focus();
                }}
              >
                {f.fillPrice}
              </LinkButton>
            </p>
          )}
          {underFloor.length > 0 && (
            <p className={css.askedLines}>
              {f.floorReason(underFloor[0]?.name ?? '', underFloor.length)}
              <LinkButton onClick={toReason}>{f.giveReason}</LinkButton>
            </p>
          )}
        </section>
      )}
      {view.hasLines && (
        <Section
          title={linesField?.label ?? words.field('lines')}
          count={contract.lines.length}
          action={
            props.onWide && (
              <LinkButton onClick={() => props.onWide?.(!props.wide)}>
                {props.wide ? (
                  <IconArrowsDiagonalMinimize2 size="1rem" />
                ) : (
                  <IconArrowsDiagonal size="1rem" />
                )}
                {props.wide ? f.narrow : f.widen}
              </LinkButton>
            )
          }
        >
          <div data-field={linesField?.key} data-add-line>
            <LinesGrid
              memory={memory}
              customerId={contract.customerId}
              currency={contract.currency}
              whole={contract.wholeDiscount}
              lines={contract.lines}
              totals={view.totals}
              columns={view.columns}
              pending={'lines' in model.unsaved}
              wide={props.wide}
              disabled={closed}
              onChange={onLines}
              onFocus={(on) => {
                setInLines(on);
                onLit(on ? (linesField?.key ?? '') : '');
              }}
            />
          </div>
          {Object.entries(refused)
            .filter(([name]) => name.startsWith('lines'))
            .map(([name, text]) => (
              <p key={name} className={shared.problem} role="alert">
                {text}
              </p>
            ))}
          <Sums model={model} view={view} disabled={closed} problem={refused.wholeDiscount} />
        </Section>
      )}
      {byHand.length > 0 && (
        <Section title={f.byHand} count={byHand.length}>
          <p className={css.note}>{f.byHandNote}</p>
          <div className={shared.fields}>{byHand.map(one)}</div>
        </Section>
      )}
      {filled.length + unused.length > 0 && (
        <section className={css.block}>
          <Fold
            open={open}
            onToggle={() => setOpen(!open)}
            label={f.filled(filled.length)}
            note={f.filledNote}
          />
          <Collapse expanded={open}>
            <div className={shared.fields}>{filled.map(one)}</div>
            {unused.length > 0 && <Unused fields={unused} one={one} />}
          </Collapse>
        </section>
      )}
      <ContractFacts model={model} view={view} disabled={closed} refused={refused} onLit={onLit} />
      {props.children}
      <div className={css.links}>
        <LinkButton onClick={() => go(`/customers/${contract.customerId}`)}>{view.customerName}</LinkButton>
      </div>
    </div>
  );
}

/** The first reason that a price under the floor still wants. */
const toReason = () => document.querySelector<HTMLInputElement>('[data-add-line] [data-reason=""]')?.focus();

/** The input that answers to a place on the page: a blank, one fact of a party, the lines, a fact of the contract. */
function inputOf(view: View, place: string): string {
  const keys = new Set(view.fields.map((field) => field.key));
  if (keys.has(place)) return place;
  const root = place.split('.')[0] as string;
  if (keys.has(root)) return root;
  const lines = view.fields.find((field) => field.type === 'lines')?.key;
  if (lines && (root === 'lines' || root === 'total' || place === 'contract.amount')) return lines;
  const bySource = view.fields.find((field) => field.source === place || field.source === root);
  if (bySource) return bySource.key;
  return place.replace('.', '-');
}

function Fold(props: { open: boolean; onToggle: () => void; label: string; note?: string }) {
  return (
    <button type="button" className={css.fold} aria-expanded={props.open} onClick={props.onToggle}>
      {props.open ? <IconChevronDown size="1.125rem" /> : <IconChevronRight size="1.125rem" />}
      <span className={css.foldLabel}>{props.label}</span>
      {props.note && <span className={shared.muted}>{props.note}</span>}
    </button>
  );
}

function Unused({ fields, one }: { fields: Field[]; one: (field: Field) => ReactNode }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Fold open={open} onToggle={() => setOpen(!open)} label={t.contracts.form.unused(fields.length)} />
      <Collapse expanded={open}>
        <div className={shared.fields}>{fields.map(one)}</div>
      </Collapse>
    </>
  );
}

/** Which template and which of our companies. */
function Setup({ model, view, disabled }: { model: ContractModel; view: View; disabled: boolean }) {
  const t = useText();
  const lang = useLang();
  const words = useWords();
  const go = useGo();
  const list = useQuery(usableTemplates).data ?? [];
  const own = useQuery(companiesQuery).data;
  const { contract } = view;
  const templateId = Number(model.unsaved.templateId ?? contract.templateId);
  const companyId = Number(model.unsaved.companyId ?? contract.companyId);
  const options = byOwn(list, lang).map((row) => ({ value: String(row.id), label: row.name }));
  if (!options.some((o) => o.value === String(templateId)))
    options.unshift({ value: String(templateId), label: view.templateName });
  return (
    <div className={shared.setup}>
      <Select
        label={t.contracts.form.template}
        data={options}
        value={String(templateId)}
        searchable
        allowDeselect={false}
        disabled={disabled}
        nothingFoundMessage={t.contracts.form.noTemplate}
        onChange={(value) => value && model.edit({ templateId: Number(value) })}
      />
      {own && own.length === 0 ? (
        <div className={css.field} data-field="company">
          <span className={css.label}>{words.field('companyId')}</span>
          <Button variant="default" onClick={() => go('/settings/company')}>
            {t.contracts.form.addCompany}
          </Button>
        </div>
      ) : (
        <Select
          label={words.field('companyId')}
          data={(own ?? []).map((c) => ({ value: String(c.id), label: c.shortName || c.name }))}
          value={companyId === 0 ? null : String(companyId)}
          placeholder={t.contracts.form.chooseCompany}
          allowDeselect={false}
          disabled={disabled}
          onChange={(value) => value && model.edit({ companyId: Number(value) })}
        />
      )}
    </div>
  );
}
