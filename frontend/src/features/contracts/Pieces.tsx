import type { Piece } from './api';
import css from './pieces.module.css';

/** A long unchanged stretch is shortened in the middle. */
const shorten = (text: string): string =>
  text.length > 60 ? `${text.slice(0, 26)} … ${text.slice(-26)}` : text;

function OnePiece({ piece, whole }: { piece: Piece; whole: boolean }) {
  if (piece.kind === 'old') return <del className={css.old}>{piece.text}</del>;
  if (piece.kind === 'new') return <ins className={css.new}>{piece.text}</ins>;
  return <span>{whole ? piece.text : shorten(piece.text)}</span>;
}

/** What stood there struck through, what stands there now underlined: both can be read without colour. */
export function Pieces({ pieces, whole = false }: { pieces: readonly Piece[]; whole?: boolean }) {
  return pieces.map((piece, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces follow each other
    <OnePiece key={i} piece={piece} whole={whole} />
  ));
}
