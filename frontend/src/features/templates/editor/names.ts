import type { Lang } from '@/i18n';
import type { Field, Source } from '../api';

/** A column of a list field: a payment plan has its own columns. */
interface ListColumn {
  key: string;
  label: string;
  type: string;
}
const columnsOf = (field: Field): ListColumn[] =>
  ((field as { columns?: ListColumn[] }).columns ?? []) as ListColumn[];

/** What a key in the text means to a person. */
export interface Meaning {
  key: string;
  label: string;
  type: string;
  choices?: { value: string; label: string }[];
  /** Belongs to one row of this list: only inside a repetition over it. */
  list?: string;
  /** The field of the template that the key belongs to; absent for what comes straight from the records. */
  field?: Field;
}

const kindWords: Record<Lang, [string, string]> = {
  'zh-CN': ['\u4f01\u4e1a', '\u4e2a\u4eba'],
  en: ['company', 'person'],
};

/**
 * The fields and sources of a template: keys to labels and back. Labels are in the words of the
 * screen, as the template's own words are only the notation's.
 */
export class Names {
  private readonly known = new Map<string, Meaning>();
  readonly list: Meaning[] = [];
  /** What fields were called that are not there any more. */
  private readonly gone: ReadonlyMap<string, string>;

  /**
   * `before` are the names until now, `removed` the labels of fields that were taken away earlier, by
   * key: what a text still mentions of either is read by its label.
   */
  constructor(
    readonly fields: readonly Field[],
    readonly sources: readonly Source[],
    readonly lang: Lang,
    words: { no: string; count: string; sum: string },
    before?: Names,
    removed: Readonly<Record<string, string>> = {},
  ) {
    const facts = sources.filter((s) => s.path.startsWith('customer.'));
    this.gone = new Map([
      ...Object.entries(removed).flatMap(([key, label]): [string, string][] => [
        [key, label],
        ...facts.map((fact): [string, string] => [
          `${key}.${fact.path.slice('customer.'.length)}`,
          this.join(label, this.fact(fact)),
        ]),
      ]),
      ...(before?.gone ?? []),
      ...(before?.list ?? []).map((m): [string, string] => [m.key, m.label]),
    ]);
    for (const field of fields) {
      const label = field.label || field.key;
      this.add({ key: field.key, label, type: field.type, choices: field.choices, field });
      if (field.type === 'party')
        for (const fact of facts) {
          const sub = fact.path.slice('customer.'.length);
          this.add({
            key: `${field.key}.${sub}`,
            label: this.join(label, this.fact(fact)),
            type: fact.type,
            choices: this.kinds(fact.type),
            field,
          });
        }
      if ((field.type as string) === 'list') {
        const rows = { list: field.key, field };
        this.add({ key: `${field.key}.no`, label: this.join(label, words.no), type: 'integer', ...rows });
        for (const column of columnsOf(field)) {
          const key = `${field.key}.${column.key}`;
          const name = this.join(label, column.label);
          this.add({ key, label: name, type: column.type, ...rows });
          if (['integer', 'number', 'money', 'percent'].includes(column.type))
            this.add({ key: `${key}.sum`, label: this.join(name, words.sum), type: column.type, field });
        }
        this.add({ key: `${field.key}.count`, label: this.join(label, words.count), type: 'integer', field });
      }
    }
    for (const source of sources)
      if (!this.known.has(source.path))
        this.add({
          key: source.path,
          label: lang === 'en' ? source.en : source.zh,
          type: source.type,
          choices: this.kinds(source.type),
          ...(source.list && { list: 'lines' }),
        });
  }

  private add(meaning: Meaning) {
    this.known.set(meaning.key, meaning);
    this.list.push(meaning);
  }
  private join(a: string, b: string): string {
    return this.lang === 'en' ? `${a} ${b}` : `${a}${b}`;
  }
  private fact(source: Source): string {
    return (this.lang === 'en' ? source.enFact : source.zhFact) ?? '';
  }
  private kinds(type: string): Meaning['choices'] {
    if (type !== 'choice') return undefined;
    const [company, person] = kindWords[this.lang];
    return [
      { value: 'company', label: company },
      { value: 'person', label: person },
    ];
  }

  of(key: string | null | undefined): Meaning | undefined {
    return key ? this.known.get(key) : undefined;
  }
  label(key: string | null | undefined): string {
    return this.of(key)?.label ?? this.gone.get(key ?? '') ?? key ?? '';
  }
  /** What can stand in a line of text here; `inside` is the list that is repeated around it. */
  forText(inside: string | undefined): Meaning[] {
    return this.offered(inside).filter((m) => !['lines', 'list', 'party'].includes(m.type));
  }
  /** What a condition can ask about. */
  forCondition(inside: string | undefined): Meaning[] {
    return this.offered(inside).filter((m) => !['page', 'pages'].includes(m.key));
  }
  /** What is offered here: a record's fact that a field of the same name already brings is left out. */
  private offered(inside: string | undefined): Meaning[] {
    const own = new Set(this.fields.map((f) => `${f.source ?? ''} ${f.label}`));
    return this.list.filter(
      (m) => (m.list === undefined || m.list === inside) && (m.field || !own.has(`${m.key} ${m.label}`)),
    );
  }
  /** The lists that can be repeated over. */
  lists(): { key: string; label: string }[] {
    const goods = this.fields.find((f) => f.type === 'lines');
    return [
      ...(goods ? [{ key: 'lines', label: goods.label }] : []),
      ...this.fields
        .filter((f) => (f.type as string) === 'list')
        .map((f) => ({ key: f.key, label: f.label })),
    ];
  }
}

const byType: Record<string, readonly string[]> = {
  money: ['', 'money', 'money-in-words', 'number'],
  date: ['', 'date', 'date-in-words'],
  percent: ['', 'percent', 'number'],
  number: ['', 'number'],
  integer: ['', 'number'],
};
/** The ways in which a value of the type can be written; the first is the usual one. */
export const formatsOf = (type: string): readonly string[] => byType[type] ?? [''];
export const formatFits = (type: string, format: string): boolean =>
  format === '' || format === 'text' || formatsOf(type).includes(format);
