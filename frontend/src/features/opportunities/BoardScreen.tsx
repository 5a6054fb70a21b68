import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { Empty, Page, PageHead, Toolbar, WithPeek } from '@/ui/layout';
import { api, keys, kinds } from './api';
import { Board } from './Board';
import { SumText } from './BoardColumn';
import { OpportunityPeek } from './OpportunityPeek';
import css from './opportunities.module.css';

/** The board with the panel of one card beside it. */
export function BoardScreen(props: {
  pipelineId: number;
  /** Whose are shown; 0 for everybody's. */
  ownerId: number;
  choice: ReactNode;
  actions: ReactNode;
  onNew: () => void;
  onEditStage: (stageId: number) => void;
}) {
  const t = useText();
  const o = t.opportunities;
  const go = useGo();
  const [peekParam, setPeek] = useSearchParam('peek');
  const peek = Number(peekParam) || 0;
  const kept = keys.board(props.pipelineId, props.ownerId);
  const { data: board, error } = useQuery({
    queryKey: kept,
    queryFn: () => api.Board(props.pipelineId, props.ownerId),
    meta: { kinds },
    placeholderData: keepPreviousData,
  });
  const total = board?.columns.reduce((n, column) => n + column.cards.length, 0) ?? 0;
  return (
    <WithPeek
      peek={
        peek > 0 && (
          <OpportunityPeek
            id={peek}
            onClose={() => {
              setPeek('');
              document.querySelector<HTMLElement>(`[data-card="${peek}"]`)?.focus();
            }}
            onOpenPage={() => go(`/opportunities/${peek}`)}
          />
        )
      }
    >
      <Page>
        <PageHead title={o.title} note={board && o.count(count(total))}>
          {props.actions}
        </PageHead>
        {board && (
          <Toolbar>
            <div className={css.bar}>
              {props.choice}
              <span className={css.barSums}>
                <SumText sums={board.sums} />
              </span>
            </div>
          </Toolbar>
        )}
        {error && <Empty title={sentence(error)} />}
        {board && total === 0 && props.ownerId !== 0 && <Empty title={o.emptyView} />}
        {board && total === 0 && props.ownerId === 0 && (
          <Empty title={o.emptyTitle} text={o.emptyText}>
            <Button onClick={props.onNew}>{o.new}</Button>
          </Empty>
        )}
        {board && total > 0 && (
          <Board
            board={board}
            kept={kept}
            onOpen={(id) => setPeek(String(id))}
            onEditStage={props.onEditStage}
          />
        )}
      </Page>
    </WithPeek>
  );
}
