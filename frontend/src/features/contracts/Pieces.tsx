import { ends } from '@/lib/brief';
import type { Piece } from './api';
import css from './pieces.module.css';

function OnePiece({ piece, whole }: { piece: Piece; whole: boolean }) {
  if (piece.kind === 'old') return <del className={css.old}>{piece.text}</del>;
  if (piece.kind === 'new') return <ins className={css.new}>{piece.text}</ins>;
  return <span>{whole ? piece.text : ends(piece.text, 60)}</span>;
}

/** What stood there struck through, what stands there now underlined: both can be read without colour. */
export function Pieces({ pieces, whole = false }: { pieces: readonly Piece[]; whole?: boolean }) {
  return pieces.map((piece, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces follow each other
    <OnePiece key={i} piece={piece} whole={whole} />
  ));
}
