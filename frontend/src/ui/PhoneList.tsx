import { TextInput } from '@mantine/core';
import { IconCopy, IconPlus, IconX } from '@tabler/icons-react';
import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import css from './kit.module.css';
import { IconButton, LinkButton } from './layout';

/** A phone number as typed, with what it means when the backend has read it. */
export interface PhoneValue {
  raw: string;
  number?: string;
  display?: string;
  label?: string;
}

export function copy(what: string, said: string): void {
  void navigator.clipboard.writeText(what).then(
    () => show({ text: said, lasts: 2500 }),
    () => undefined,
  );
}

/** Phone numbers edited in place: one row each, saved together when the block is left. */
export function PhoneList(props: {
  label: string;
  value: PhoneValue[];
  onSave: (phones: PhoneValue[]) => Promise<unknown>;
}) {
  const t = useText();
  const [rows, setRows] = useState<PhoneValue[] | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const box = useRef<HTMLDivElement>(null);

  const save = async () => {
    if (!rows) return;
    const next = rows.filter((row) => row.raw.trim() !== '');
    const same = JSON.stringify(next) === JSON.stringify(props.value);
    try {
      if (!same) await props.onSave(next);
      setRows(undefined);
      setProblem('');
    } catch (cause) {
      setProblem(sentence(cause));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setRows(undefined);
      setProblem('');
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void save();
    }
  };
  const onBlur = (event: FocusEvent) => {
    if (!box.current?.contains(event.relatedTarget as Node | null)) void save();
  };

  return (
    <>
      <span className={css.factName}>{props.label}</span>
      {rows ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: catches Enter and Escape of the fields inside
        <div ref={box} onKeyDown={onKeyDown} onBlur={onBlur}>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
            <div key={i} className={css.valueRow}>
              <TextInput
                aria-label={props.label}
                autoFocus={i === rows.length - 1 || rows.length === 1}
                inputMode="tel"
                value={row.raw}
                error={problem !== '' && i === 0 ? problem : undefined}
                onChange={(event) => {
                  const raw = event.currentTarget.value;
                  setRows(rows.map((r, j) => (j === i ? { raw, label: r.label } : r)));
                }}
                style={{ flex: 3 }}
              />
              <TextInput
                aria-label={t.ui.field.phoneLabel}
                placeholder={t.ui.field.phoneLabel}
                value={row.label ?? ''}
                onChange={(event) => {
                  const label = event.currentTarget.value;
                  setRows(rows.map((r, j) => (j === i ? { ...r, label } : r)));
                }}
                style={{ flex: 2 }}
              />
              <IconButton label={t.ui.actions.remove} onClick={() => setRows(rows.filter((_, j) => j !== i))}>
                <IconX size="1rem" />
              </IconButton>
            </div>
          ))}
          <LinkButton onClick={() => setRows([...rows, { raw: '' }])}>
            <IconPlus size="1rem" />
            {t.ui.field.addPhone}
          </LinkButton>
        </div>
      ) : (
        <div>
          {(props.value.length === 0 ? [undefined] : props.value).map((phone, i) => (
            <div key={phone?.number ?? phone?.raw ?? i} className={css.valueRow}>
              <button
                type="button"
                className={css.value}
                title={t.ui.field.edit(props.label)}
                onClick={() => setRows(props.value.length === 0 ? [{ raw: '' }] : props.value)}
              >
                {phone ? (
                  <>
                    <span className="num">{phone.display || phone.raw}</span>
                    {phone.label && <span className={css.hint}> {phone.label}</span>}
                  </>
                ) : (
                  <span className={css.empty0}>{t.ui.field.empty}</span>
                )}
              </button>
              {phone && (
                <IconButton
                  label={t.ui.actions.copy}
                  onClick={() =>
                    copy(phone.display || phone.raw, `${t.ui.actions.copied} ${phone.display || phone.raw}`)
                  }
                >
                  <IconCopy size="1.0625rem" />
                </IconButton>
              )}
            </div>
          ))}
        </div>
      )}
    </>
  );
}
