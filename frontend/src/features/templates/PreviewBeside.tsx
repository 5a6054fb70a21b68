import { Button, Popover } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { services } from '@/bridge';
import { useText } from '@/i18n';
import { CustomerPicker } from '@/ui/CustomerPicker';
import { LinkButton } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { useProof, useProofs } from '@/ui/pdf/proofs';
import type { Definition } from './api';
import css from './library.module.css';

/**
 * The real pages of a template that is being written, filled with a customer the person chose or with
 * sample data, for the side of an editor. Nothing is saved: the pages follow `definition`.
 */
export function PreviewBeside(props: {
  /** What the template is called, for reading aloud. */
  name: string;
  /** The template as the screen knows it; every change of it is printed. */
  definition: Definition;
  /** The template with its last key, which `definition` has a moment later. */
  now: () => Definition;
  /** Tells what is to be called with every key. */
  typed: (changed: (() => void) | undefined) => void;
  /** Path of child indexes of the line the cursor is in (`Cursor.path`): its page is shown. */
  cursor?: readonly number[];
  /** A place of a value was clicked: the key of its field. */
  onHit?: (field: string) => void;
  /** The field whose places are lit. */
  lit?: string;
}) {
  const t = useText();
  const p = t.library.preview;
  const { name, definition, now, typed, cursor, onHit, lit } = props;
  const [customer, setCustomer] = useState<{ id: number; name: string } | undefined>(undefined);
  const [choosing, setChoosing] = useState(false);
  /** What was printed last. */
  const printed = useRef<{ definition: Definition; customer: number } | undefined>(undefined);
  const wanted = useRef(0);
  wanted.current = customer?.id ?? 0;
  const proofs = useProofs((seen) => {
    printed.current = { definition: now(), customer: wanted.current };
    return services.contract.PreviewTemplate({
      edit: { version: 0, notation: '', definition: printed.current.definition, text: '' },
      customerId: printed.current.customer,
      companyId: 0,
      seen,
    });
  });
  useEffect(() => {
    typed(proofs.changed);
    return () => typed(undefined);
  }, [typed, proofs]);
  // What comes from the text is printed already when it arrives here.
  useEffect(() => {
    const last = printed.current;
    if (last && same(last.definition, definition) && last.customer === (customer?.id ?? 0)) return;
    proofs.changed();
  }, [definition, customer, proofs]);
  const { proof, error } = useProof(proofs);
  const label = (field: string) =>
    definition.fields.find((f) => f.key === field.split('.')[0])?.label ?? field;
  return (
    <PdfView
      label={p.label(name)}
      proofs={proofs}
      error={error}
      nameOf={label}
      onHit={onHit}
      lit={lit}
      at={cursor && placeOf(proof?.places ?? [], cursor)}
      tools={
        <Popover opened={choosing} onChange={setChoosing} position="bottom-end" width={340} trapFocus>
          <Popover.Target>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${p.who}: ${customer?.name ?? p.sample}`}
              title={p.change}
              className={css.who}
              onClick={() => setChoosing(!choosing)}
            >
              {customer?.name ?? p.sample}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <CustomerPicker
              label={p.choose}
              onPick={(picked) => {
                setCustomer(picked);
                setChoosing(false);
              }}
            />
            {customer && (
              <LinkButton
                onClick={() => {
                  setCustomer(undefined);
                  setChoosing(false);
                }}
              >
                {p.sample}
              </LinkButton>
            )}
          </Popover.Dropdown>
        </Popover>
      }
      note={customer ? p.filled : p.note}
    />
  );
}

/** Whether two templates are made of the same parts. */
function same(a: Definition, b: Definition): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (name) => a[name as keyof Definition] === b[name as keyof Definition],
  );
}

/** Where the block at a path stands, or the nearest before it. */
export function placeOf(
  places: readonly { address: string; page: number; y: number }[],
  cursor: readonly number[],
): { page: number; y: number } | undefined {
  let found: { page: number; y: number } | undefined;
  let best: number[] = [];
  for (const place of places) {
    const path = place.address === '' ? [] : place.address.split('.').map(Number);
    if (compare(path, cursor) <= 0 && (found === undefined || compare(path, best) > 0)) {
      best = path;
      found = { page: place.page, y: place.y };
    }
  }
  return found;
}

/** Reading order of two paths; one that contains the other comes first. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}
