/** Letters that stand as wide as two Latin ones. */
const wide = (letter: string): boolean => letter >= '\u2e80';

/**
 * The beginning of a text, as long as that many Latin letters, or half as many Chinese ones; words of
 * Latin letters are not torn apart.
 */
export function brief(text: string, most: number): string {
  let room = most;
  let end = 0;
  for (const letter of text) {
    room -= wide(letter) ? 2 : 1;
    if (room < 0) return `${whole(text, end)}…`;
    end += letter.length;
  }
  return text;
}

/** The text before a place, without the piece of a word at its end. */
function whole(text: string, end: number): string {
  const torn = inWord(text.charAt(end - 1)) && inWord(text.charAt(end));
  const space = text.lastIndexOf(' ', end - 1);
  return text.slice(0, torn && space > end / 2 ? space : end).trimEnd();
}

const inWord = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter) && !wide(letter);

/** A long text with its middle left out, words of Latin letters whole. */
export function ends(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2) - 4;
  let from = text.length - half;
  if (inWord(text.charAt(from - 1)) && inWord(text.charAt(from))) {
    const space = text.indexOf(' ', from);
    if (space >= 0 && space < text.length - half / 2) from = space;
  }
  return `${whole(text, half)} … ${text.slice(from).trimStart()}`;
}
