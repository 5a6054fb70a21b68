import { IconCopy, IconExternalLink, IconEye, IconPrinter } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useText } from '@/i18n';
import { ago, dueDate, money } from '@/lib/format';
import type { Column } from '@/ui/DataGrid';
import type { Row } from './api';
import shared from './contracts.module.css';
import css from './list.module.css';
import { StageMark } from './StageMenu';
import { useWords } from './words';

export interface RowActions {
  open: (row: Row) => void;
  peek: (row: Row) => void;
  print: (row: Row) => void;
  copy: (row: Row) => void;
}

/** In place of a value that is not there. */
export const none = <span className={shared.none}>—</span>;

/** The columns that contracts and quotes have in common. Plain elements only: they are drawn while scrolling. */
export function commonColumns(words: ReturnType<typeof useWords>) {
  return {
    number: {
      key: 'number',
      header: words.field('number'),
      width: 9.25,
      priority: 2,
      sortable: true,
      render: (r) => (r.number === '' ? none : <span className="num">{r.number}</span>),
    },
    customer: {
      key: 'customer',
      header: words.field('customer'),
      width: 10,
      grow: 3,
      priority: 0,
      sortable: true,
      render: (r) => <span title={r.customerName}>{r.customerName}</span>,
    },
    stage: {
      key: 'stage',
      header: words.field('stage'),
      width: 6.5,
      priority: 1,
      render: (r) => <StageMark stage={r.stage} />,
    },
    amount: {
      key: 'amount',
      header: words.field('amount'),
      width: 8,
      priority: 3,
      align: 'end',
      sortable: true,
      render: (r) => (r.amount === 0 ? none : money(r.amount, r.currency)),
    },
    updated: {
      key: 'updated',
      header: words.field('updatedAt'),
      width: 8,
      priority: 7,
      sortable: true,
      render: (r) => ago(r.updatedAt),
    },
  } satisfies Record<string, Column<Row>>;
}

/** The columns of the list of contracts. */
export function useColumns(actions: RowActions): Column<Row>[] {
  const t = useText();
  const words = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the texts; actions are stable
  return useMemo(() => {
    const common = commonColumns(words);
    const columns: Column<Row>[] = [
      common.number,
      {
        key: 'name',
        header: words.field('name'),
        width: 8,
        grow: 2,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={css.rowName} title={r.name}>
            {r.source === 'outside' && <span className={css.outside}>{t.contracts.outside.mark}</span>}
            {r.name}
          </span>
        ),
      },
      common.customer,
      common.stage,
      common.amount,
      {
        key: 'signDate',
        header: words.field('signDate'),
        width: 7,
        priority: 6,
        sortable: true,
        render: (r) => (r.signDate === '' ? none : <span className="num">{r.signDate}</span>),
      },
      {
        key: 'endDate',
        header: words.field('endDate'),
        width: 7,
        priority: 5,
        sortable: true,
        render: (r) =>
          r.endDate === '' ? (
            none
          ) : (
            <span className="num" title={r.endDate}>
              {r.stage === 'void' || r.stage === 'done' || r.stage === 'archived'
                ? r.endDate
                : dueDate(r.endDate)}
            </span>
          ),
      },
      common.updated,
      {
        key: 'actions',
        header: '',
        width: 10.25,
        priority: 4,
        align: 'end',
        render: (r) => (
          <span className={css.rowActions}>
            <RowButton label={t.ui.actions.open} onClick={() => actions.open(r)}>
              <IconExternalLink size="1.0625rem" />
            </RowButton>
            <RowButton label={t.contracts.row.preview} onClick={() => actions.peek(r)}>
              <IconEye size="1.0625rem" />
            </RowButton>
            <RowButton
              label={
                r.source === 'outside'
                  ? t.contracts.outside.mark
                  : r.lastIssueId === 0
                    ? t.contracts.row.notIssued
                    : t.contracts.row.print
              }
              disabled={r.lastIssueId === 0}
              onClick={() => actions.print(r)}
            >
              <IconPrinter size="1.0625rem" />
            </RowButton>
            <RowButton
              label={t.contracts.actions.duplicate}
              disabled={r.source === 'outside'}
              onClick={() => actions.copy(r)}
            >
              <IconCopy size="1.0625rem" />
            </RowButton>
          </span>
        ),
      },
    ];
    return columns;
  }, [t]);
}

function RowButton(props: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={css.rowButton}
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled}
      onClick={(event) => {
        event.stopPropagation();
        props.onClick();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {props.children}
    </button>
  );
}
