import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type MouseEvent, useCallback, useRef, useState } from 'react';
import { useText } from '@/i18n';
import { isComposing } from '@/lib/ime';
import type { BoardView, Card, keys } from './api';
import { BoardColumn } from './BoardColumn';
import css from './board.module.css';
import { CloseDialog, type Ending } from './CloseDialog';
import { moveAtOnce } from './move';
import { useBoardDrag } from './useBoardDrag';
import { useMoving } from './useMoving';

/** The open opportunities of a pipeline: dragged, or moved with Alt and an arrow. */
export function Board(props: {
  board: BoardView;
  /** The key the board is kept under. */
  kept: ReturnType<typeof keys.board>;
  onOpen: (id: number) => void;
  onEditStage: (stageId: number) => void;
}) {
  const { board, kept, onOpen } = props;
  const t = useText();
  const o = t.opportunities;
  const client = useQueryClient();
  const root = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const [focus, setFocus] = useState(0);
  const moving = useMoving();
  const [closing, setClosing] = useState<{ card: Card; as: Ending } | undefined>();

  const cardOf = (id: number) => {
    for (const column of board.columns) {
      const card = column.cards.find((c) => c.id === id);
      if (card) return card;
    }
    return undefined;
  };
  const move = (card: Card, to: number) => {
    const stage = board.columns.find((column) => column.stage.id === to)?.stage;
    if (!stage || to === card.stageId) return;
    const back = moveAtOnce(client, kept, card, to);
    void moving.move({ id: card.id, name: card.name, from: card.stageId, to, stage: stage.name }, back);
  };
  const { dragging, press } = useBoardDrag(root, (id, place) => {
    const card = cardOf(id);
    if (!card) return;
    if (place === 'won' || place === 'lost') setClosing({ card, as: place });
    else move(card, Number(place));
  });

  const go = (id: number) => {
    setCurrent(id);
    setFocus((n) => n + 1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[data-card]');
    if (!target || isComposing(event.nativeEvent)) return;
    const id = Number(target.dataset.card);
    const x = board.columns.findIndex((column) => column.cards.some((card) => card.id === id));
    const cards = board.columns[x]?.cards ?? [];
    const y = cards.findIndex((card) => card.id === id);
    const card = cards[y];
    if (!card) return;
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (sideways !== 0 && event.altKey) {
      event.preventDefault();
      const to = board.columns[x + sideways];
      if (!to) return;
      go(id);
      move(card, to.stage.id);
    } else if (sideways !== 0) {
      event.preventDefault();
      for (let next = x + sideways; board.columns[next]; next += sideways) {
        const there = board.columns[next]?.cards ?? [];
        const nearest = there[Math.min(y, there.length - 1)];
        if (nearest) return go(nearest.id);
      }
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = cards[y + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next) go(next.id);
    }
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[data-card]');
    if (!target) return;
    const id = Number(target.dataset.card);
    setCurrent(id);
    onOpen(id);
  };
  const onEdit = useCallback((id: number) => props.onEditStage(id), [props.onEditStage]);

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are the buttons */}
      <div
        ref={root}
        className={css.board}
        data-dragging={dragging || undefined}
        onPointerDown={press}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        {board.columns.map((column) => {
          const here = column.cards.some((card) => card.id === current);
          return (
            <BoardColumn
              key={column.stage.id}
              column={column}
              current={here ? current : 0}
              focus={here ? focus : 0}
              onEdit={onEdit}
            />
          );
        })}
        {dragging && (
          <div className={css.ends}>
            <div className={css.end} data-drop="won" data-end="won">
              {o.win}
            </div>
            <div className={css.end} data-drop="lost" data-end="lost">
              {o.lose}
            </div>
          </div>
        )}
      </div>
      <p className={css.hint}>{o.boardHint}</p>
      {moving.dialogs}
      <CloseDialog
        asked={
          closing && {
            id: closing.card.id,
            name: closing.card.name,
            from: closing.card.stageId,
            as: closing.as,
          }
        }
        onClose={() => setClosing(undefined)}
      />
    </>
  );
}
