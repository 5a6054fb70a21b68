import type { QueryClient } from '@tanstack/react-query';
import type { BoardView, Card, Column, keys, Sum } from './api';

/** Amount × probability in hundredths of a percent, rounded half up as the backend does. */
export const weigh = (amount: number, probability: number): number =>
  Number((BigInt(amount) * BigInt(probability) + 5000n) / 10000n);

const shifted = (sums: Sum[], card: Card, weighted: number, sign: 1 | -1): Sum[] => {
  const change = { total: sign * card.amount, weighted: sign * weighted };
  if (!sums.some((sum) => sum.currency === card.currency))
    return [...sums, { currency: card.currency, ...change }];
  return sums.map((sum) =>
    sum.currency === card.currency
      ? { ...sum, total: sum.total + change.total, weighted: sum.weighted + change.weighted }
      : sum,
  );
};

/** The board with a card in another stage, as it will come back; sums stay exact. */
export function moved(board: BoardView, card: Card, to: number): BoardView {
  const target = board.columns.find((column) => column.stage.id === to);
  if (!target) return board;
  // What was learned of it there the backend says in a moment; until then what it said here stands.
  const probability = card.own || card.learned ? card.probability : target.stage.probability;
  const next: Card = {
    ...card,
    stageId: to,
    stageName: target.stage.name,
    targetDays: target.stage.targetDays,
    days: 0,
    probability,
    guess: target.stage.probability,
    weighted: weigh(card.amount, probability),
  };
  const change = (column: Column): Column => {
    if (column.stage.id === card.stageId)
      return {
        ...column,
        cards: column.cards.filter((c) => c.id !== card.id),
        sums: shifted(column.sums, card, card.weighted, -1),
      };
    if (column.stage.id === to)
      return {
        ...column,
        cards: [next, ...column.cards],
        sums: shifted(column.sums, next, next.weighted, 1),
      };
    return column;
  };
  return {
    ...board,
    columns: board.columns.map(change),
    sums: shifted(shifted(board.sums, card, card.weighted, -1), next, next.weighted, 1),
  };
}

/** Shows a card in another stage at once; what is given takes it back. */
export function moveAtOnce(
  client: QueryClient,
  key: ReturnType<typeof keys.board>,
  card: Card,
  to: number,
): () => void {
  const before = client.getQueryData<BoardView>(key);
  if (before) client.setQueryData(key, moved(before, card, to));
  return () => {
    if (before) client.setQueryData(key, before);
  };
}
