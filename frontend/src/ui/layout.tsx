import { IconArrowDown, IconArrowLeft, IconArrowUp, IconArrowUpRight, IconX } from '@tabler/icons-react';
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import { keyLabel } from '@/lib/keys';
import css from './kit.module.css';

/** A screen: title line, then what it shows. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={css.page}>{children}</div>;
}

/** The title line of a screen with its actions on the right. */
export function PageHead(props: {
  title: ReactNode;
  note?: ReactNode;
  back?: () => void;
  /** Never a second row: title and note are cut where the actions need the room. */
  oneLine?: boolean;
  children?: ReactNode;
}) {
  const t = useText();
  return (
    <header className={`${css.head} ${props.oneLine ? css.oneLine : ''}`}>
      {props.back && (
        <IconButton label={t.ui.actions.back} onClick={props.back}>
          <IconArrowLeft size="1.25rem" />
        </IconButton>
      )}
      <h1 className={css.title}>{props.title}</h1>
      {props.note !== undefined && <span className={css.note}>{props.note}</span>}
      <span className={css.gap} />
      {props.children}
    </header>
  );
}

export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={css.toolbar}>{children}</div>;
}

/** Views of one list. Arrow keys move between them, as in every tab list. */
export function Tabs(props: {
  label: string;
  value: string;
  tabs: { key: string; label: ReactNode }[];
  onChange: (key: string) => void;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = props.tabs.findIndex((tab) => tab.key === props.value);
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = props.tabs[at + step];
    if (step === 0 || !next || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    props.onChange(next.key);
    (event.currentTarget.children[at + step] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className={css.tabs} role="tablist" aria-label={props.label} onKeyDown={onKeyDown}>
      {props.tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={tab.key === props.value}
          tabIndex={tab.key === props.value ? 0 : -1}
          onClick={() => props.onChange(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** One sentence and one or two buttons. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.emptyTitle}>{title}</p>
      {text && <p>{text}</p>}
      {children && <div className={css.emptyActions}>{children}</div>}
    </div>
  );
}

/** A list with a panel beside it; below 1200 px the panel lies over the list, which stays usable. */
export function WithPeek({ children, peek }: { children: ReactNode; peek: ReactNode }) {
  return (
    <div className={css.split}>
      <div className={css.list}>{children}</div>
      {peek}
    </div>
  );
}

/** The side panel: previous and next keep the list's filter and order. */
export function Peek(props: {
  label: string;
  onClose: () => void;
  onOpenPage: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
  children: ReactNode;
}) {
  const t = useText();
  return (
    <aside
      className={css.peek}
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !isComposing(event.nativeEvent))
          props.onClose();
      }}
    >
      <div className={css.peekBar}>
        <IconButton label={t.ui.peek.previous} onClick={props.onPrevious} disabled={!props.onPrevious}>
          <IconArrowUp size="1.125rem" />
        </IconButton>
        <IconButton label={t.ui.peek.next} onClick={props.onNext} disabled={!props.onNext}>
          <IconArrowDown size="1.125rem" />
        </IconButton>
        <span className={css.gap} />
        <LinkButton onClick={props.onOpenPage}>
          {t.ui.peek.openPage}
          <IconArrowUpRight size="1rem" />
        </LinkButton>
        <IconButton label={t.ui.peek.close} onClick={props.onClose}>
          <IconX size="1.125rem" />
        </IconButton>
      </div>
      <div className={css.peekBody}>{props.children}</div>
    </aside>
  );
}

/** A titled block inside a page or panel. */
export function Section(props: { title: string; count?: number; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={props.title}>
      <div className={css.sectionHead}>
        <h2 className={css.sectionTitle}>
          {props.title}
          {props.count !== undefined && props.count > 0 && (
            <>
              {' '}
              <span className={css.sectionCount}>{props.count}</span>
            </>
          )}
        </h2>
        <span className={css.gap} />
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

export function Card({ children }: { children: ReactNode }) {
  return <div className={css.card}>{children}</div>;
}

/** A square button with an icon; the label is read aloud and shown on hover. Menus may use it as their target. */
export function IconButton({ label, children, ...rest }: { label: string } & ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={css.icon} aria-label={label} title={label}>
      {children}
    </button>
  );
}

/** A block of 今日: its name, what is to be said of all of it, what can be done with it, and its rows. */
export function Block(props: {
  title: string;
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={props.title}>
      <div className={css.blockHead}>
        <h2 className={css.blockTitle}>{props.title}</h2>
        {props.beside}
        <span className={css.gap} />
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

/** An action written as a word in the brand colour. */
export function LinkButton(props: { onClick: () => void; children: ReactNode; title?: string }) {
  return (
    <button type="button" className={css.link} title={props.title} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

export function Chip({ children }: { children: ReactNode }) {
  return <span className={css.chip}>{children}</span>;
}

/** A shortcut beside a label. */
export function Keys({ keys }: { keys: string }) {
  return <kbd className={css.kbd}>{keyLabel(keys)}</kbd>;
}
