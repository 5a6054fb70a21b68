import { type intake as intakeShapes, type Picked, services, type template } from '@/bridge';
import { lang } from '@/i18n';
import { isCode } from '@/lib/errors';
import { api, type FieldType, type Source } from './api';

/** Shapes of backend/intake and of the clause library; the Go comments say what each field means. */
export type Proposal = intakeShapes.Proposal;
export type Decisions = intakeShapes.Decisions;
export type Guess = intakeShapes.Field;
export type Blank = intakeShapes.Blank;
export type Original = intakeShapes.Original;
export type FieldDecision = intakeShapes.FieldDecision;
export type ClauseItem = template.ClauseItem;
export type ClauseUpdate = template.ClauseUpdate;
export type Difference = template.VersionDifference;
export type Piece = template.Piece;
export type Insertion = template.Insertion;

export const intake = services.intake;

/** How a blank can be carried over: `intake.As*`. */
export const ways = ['field', 'blank', 'text'] as const;
export type Way = (typeof ways)[number];

/** Types a guessed field can have; choices and lines are defined in the editor. */
export const guessTypes = [
  'text',
  'longText',
  'integer',
  'number',
  'money',
  'percent',
  'date',
  'yesNo',
] as const satisfies readonly FieldType[];

export const locks = ['standard', 'negotiable', 'free'] as const;

export const sourcesKey = ['template', 'sources'] as const;

/** What a source is called in the language of the screen. */
export const sourceName = (source: Source, language = lang()): string =>
  language === 'en' ? source.en : source.zh;

/** Sources that can fill a field of the type. */
export const fits = (type: FieldType, source: Source): boolean =>
  !source.list && (source.type === type || (type === 'longText' && source.type === 'text'));

/** Documents that are never template files. */
const documents = /\.(docx?|wps|odt|rtf|md|markdown|txt|text|pdf)$/i;

/**
 * Where a file that came in leads: a document is read as a contract on the review screen, a template
 * file is a template at once. What names itself neither is asked first, and the review screen says why
 * it cannot read what is nothing to it.
 */
export async function destinationOf(file: Picked): Promise<string> {
  const review = `/templates/import?file=${encodeURIComponent(file.token)}`;
  if (documents.test(file.name)) return review;
  try {
    const made = await api.ImportFile(file.token);
    return `/templates/${made.id}`;
  } catch (cause) {
    if (!isCode(cause, 'template.file.foreign')) throw cause;
    return review;
  }
}

/** Keys of what is read of the clause library. */
export const clauseKeys = {
  list: (filter: object) => ['clause', 'list', filter] as const,
  uses: (id: number) => ['clause', 'uses', id] as const,
};

/** What a clause says after a heading that is its name. */
export function wordsOf(clause: ClauseItem): string {
  const [first, ...rest] = clause.text.split('\n');
  return first?.trim() === clause.name.trim() && rest.length > 0 ? rest.join(' ') : clause.text;
}
