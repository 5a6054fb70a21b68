import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { LinkButton } from '@/ui/layout';
import {
  fieldType,
  guessed,
  type ImportOptions,
  named,
  newField,
  type PartPlan,
  type Plan,
  type Reading,
  type Subject,
} from './api';
import css from './import.module.css';

const delimiters = [',', '\t', ';', '|'];
const other = 'other';

/** The second step: what each column of each table is, with samples beside it. */
export function ImportColumns(props: {
  plan: Plan;
  options: ImportOptions;
  busy: boolean;
  onOptions: (options: ImportOptions) => void;
  onReread: (options: ImportOptions) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const t = useText();
  const i = t.exchange.importer;
  const { plan, options } = props;
  const several = plan.parts.length > 1;
  const [open, setOpen] = useState(plan.parts.find((p) => p.take)?.part ?? plan.parts[0]?.part ?? '');
  const part = plan.parts.find((p) => p.part === open) ?? plan.parts[0];
  const reading = (p: PartPlan): Reading => options.parts[p.part] ?? guessed;
  const change = (p: PartPlan, with_: Partial<Reading>): ImportOptions => ({
    ...options,
    fixes: options.fixes.filter((fix) => fix.part !== p.part),
    parts: { ...options.parts, [p.part]: { ...reading(p), ...with_ } },
  });
  const taken = plan.parts.filter((p) => p.take);
  const nameless = taken.filter((p) => !named(options.as, reading(p).mapping ?? []));
  return (
    <>
      {several && (
        <ul className={css.parts} aria-label={i.tables}>
          {plan.parts.map((p) => (
            <li key={p.part} className={`${css.part} ${p === part ? css.partNow : ''}`}>
              <Checkbox
                aria-label={i.takePart(p.part)}
                checked={p.take}
                disabled={p.refused !== '' || props.busy}
                onChange={(event) => props.onReread(change(p, { skip: !event.currentTarget.checked }))}
              />
              <button type="button" className={css.partName} onClick={() => setOpen(p.part)}>
                <span>{p.part}</span>
                <span className={p.refused === '' ? css.note : css.problem}>
                  {p.refused !== ''
                    ? p.refused
                    : [i.rows(`${count(p.rows)}${p.moreRows ? '+' : ''}`), p.linked && p.take ? i.linked : '']
                        .filter((text) => text !== '')
                        .join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {plan.ignored.length > 0 && (
        <p className={css.note}>{i.ignored(plan.ignored.slice(0, 5).join('、'))}</p>
      )}
      {part && part.refused === '' && (
        <Table
          key={part.part}
          as={options.as}
          name={several ? part.part : plan.name}
          plan={plan}
          part={part}
          mapping={reading(part).mapping ?? []}
          onReread={(with_) => props.onReread(change(part, with_))}
          onMapping={(mapping) =>
            several ? props.onReread(change(part, { mapping })) : props.onOptions(change(part, { mapping }))
          }
        />
      )}
      <div className={css.foot}>
        {nameless.length > 0 && (
          <span className={css.problem}>
            {several
              ? i.of[options.as].needNameIn(nameless.map((p) => p.part).join('、'))
              : i.of[options.as].needName}
          </span>
        )}
        <Button variant="default" onClick={props.onBack}>
          {t.ui.actions.back}
        </Button>
        <Button
          disabled={nameless.length > 0 || taken.length === 0}
          loading={props.busy}
          onClick={props.onNext}
        >
          {t.ui.actions.next}
        </Button>
      </div>
    </>
  );
}

/** The choice that makes a field. */
const NEW = ' new';

function Table(props: {
  as: Subject;
  name: string;
  plan: Plan;
  part: PartPlan;
  mapping: string[];
  onReread: (with_: Partial<Reading>) => void;
  onMapping: (mapping: string[]) => void;
}) {
  const i = useText().exchange.importer;
  const { plan, part, mapping } = props;
  const data = [
    { value: '', label: i.ignore },
    ...plan.fields.map((field) => ({ value: field.field, label: field.title })),
  ];
  const several = new Set(plan.fields.filter((field) => field.several).map((field) => field.field));
  /** The mapping with another field for a column. */
  const withField = (n: number, field: string) =>
    part.columns.map((_, k) => {
      const old = mapping[k] ?? '';
      if (k === n) return field;
      // A field of one value is filled by one column: the one chosen last.
      return field && old === field && !several.has(field) ? '' : old;
    });
  // The columns that somebody decided about.
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const left = part.columns.filter(
    (column, n) =>
      (mapping[n] ?? '') === '' && !chosen.has(n) && column.header !== '' && column.samples.length > 0,
  );
  const [problem, setProblem] = useState('');
  const mayAdd = props.as === 'customers' && part.format !== 'vcf';
  /** Makes a custom field of a column, of the type that its cells seem to be. */
  const add = async (n: number) => {
    const column = part.columns[n];
    if (!column) return;
    setProblem('');
    try {
      const label = column.header.slice(0, 30);
      const field = await newField(label, fieldType(column.samples));
      props.onReread({ mapping: withField(n, `custom.${field.key}`) });
    } catch (cause) {
      setProblem(sentence(cause));
    }
  };
  return (
    <>
      <div className={css.bar}>
        <strong className={css.name}>{props.name}</strong>
        <span className={css.note}>
          {i.found(`${count(part.rows)}${part.moreRows ? '+' : ''}`, part.format.toUpperCase())}
        </span>
        {part.encoding !== '' && (
          <Select
            className={css.choice}
            aria-label={i.encoding}
            data={plan.encodings}
            value={part.encoding}
            allowDeselect={false}
            onChange={(encoding) =>
              props.onReread({ encoding: encoding ?? '', headerRow: null, mapping: null })
            }
          />
        )}
        {part.format === 'csv' && (
          <Delimiter
            value={part.delimiter}
            onChange={(delimiter) => props.onReread({ delimiter, headerRow: null, mapping: null })}
          />
        )}
        {part.format !== 'vcf' && (
          <Checkbox
            label={i.header}
            checked={part.headerRow > 0}
            onChange={(event) =>
              props.onReread({ headerRow: event.currentTarget.checked ? 1 : 0, mapping: null })
            }
          />
        )}
      </div>
      {part.remembered && (
        <p className={css.note}>
          {i.remembered}{' '}
          <LinkButton onClick={() => props.onReread({ mapping: null, fresh: true })}>
            {i.guessAgain}
          </LinkButton>
        </p>
      )}
      {left.length > 0 && !part.remembered && (
        <p className={css.note}>
          {i.unmapped(count(left.length), left.map((column) => column.header).join(i.listed))}
        </p>
      )}
      {problem !== '' && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      <div className={css.table}>
        <div className={`${css.row} ${css.headRow}`}>
          <span>{i.column}</span>
          <span>{i.samples}</span>
          <span>{i.becomes}</span>
        </div>
        {part.columns.map((column, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file
          <div key={n} className={css.row}>
            <span className={css.header}>{column.header || n + 1}</span>
            <span className={css.samples} title={column.samples.join('\n')}>
              {column.samples.slice(0, 3).join(' · ')}
            </span>
            <Select
              aria-label={`${column.header || n + 1} ${i.becomes}`}
              data={
                mayAdd && (mapping[n] ?? '') === '' && column.header !== ''
                  ? [...data.slice(0, 1), { value: NEW, label: i.newField(column.header) }, ...data.slice(1)]
                  : data
              }
              value={mapping[n] ?? ''}
              searchable
              nothingFoundMessage={i.noField}
              allowDeselect={false}
              // What is typed takes the place of what is chosen.
              onFocus={(event) => event.currentTarget.select()}
              onClick={(event) => event.currentTarget.select()}
              onChange={(field) => {
                setChosen(new Set(chosen).add(n));
                if (field === NEW) void add(n);
                else props.onMapping(withField(n, field ?? ''));
              }}
            />
          </div>
        ))}
      </div>
    </>
  );
}

/** What parts the cells of a text file: the usual ones by name, or any character. */
function Delimiter({ value, onChange }: { value: string; onChange: (delimiter: string) => void }) {
  const i = useText().exchange.importer;
  const [own, setOwn] = useState(!delimiters.includes(value));
  return (
    <>
      <Select
        className={css.choice}
        aria-label={i.delimiter}
        data={[
          ...delimiters.map((d, n) => ({ value: d, label: i.delimiters[n] ?? d })),
          { value: other, label: i.otherDelimiter },
        ]}
        value={own ? other : value}
        allowDeselect={false}
        onChange={(d) => {
          setOwn(d === other);
          if (d && d !== other) onChange(d);
        }}
      />
      {own && (
        <TextInput
          className={css.character}
          aria-label={i.otherDelimiter}
          maxLength={1}
          defaultValue={delimiters.includes(value) ? '' : value}
          onChange={(event) => event.currentTarget.value !== '' && onChange(event.currentTarget.value)}
        />
      )}
    </>
  );
}
