import { Button } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useText } from '@/i18n';
import { LinkButton } from '@/ui/layout';
import type { Filter } from './api';
import { ConditionPopover } from './ConditionPopover';
import css from './filter.module.css';
import { addBeside, addWay, change, type Path } from './filters';
import { useFilterWords } from './filterWords';

/** The button that adds a condition. */
export function FilterMenu(props: { filters: Filter[]; onChange: (filters: Filter[]) => void }) {
  const t = useText();
  return (
    <ConditionPopover onDone={(filter) => props.onChange([...props.filters, filter])}>
      {(opened, toggle) => (
        <Button
          variant="default"
          aria-expanded={opened}
          leftSection={<IconFilter size="1.125rem" />}
          onClick={toggle}
        >
          {t.ui.filter.title}
        </Button>
      )}
    </ConditionPopover>
  );
}

/** What is filtered as one sentence; each condition of it can be changed where it stands. */
export function FilterSentence(props: {
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
  /** What can be done with them, behind the sentence. */
  children?: ReactNode;
}) {
  const { filters, onChange } = props;
  const t = useText();
  return (
    <div className={css.sentence}>
      {filters.length > 0 && <All list={filters} path={[]} whole={filters} onChange={onChange} />}
      {filters.length > 0 && (
        <>
          <ConditionPopover onDone={(filter) => onChange([...filters, filter])}>
            {(_, toggle) => <LinkButton onClick={toggle}>{t.ui.filter.add}</LinkButton>}
          </ConditionPopover>
          <LinkButton onClick={() => onChange([])}>{t.ui.filter.clear}</LinkButton>
        </>
      )}
      {props.children}
    </div>
  );
}

interface Part {
  path: Path;
  whole: Filter[];
  onChange: (filters: Filter[]) => void;
}

/** Conditions that must all hold. */
function All({ list, ...part }: Part & { list: Filter[] }) {
  const t = useText();
  return list.map((filter, i) => {
    const path = [...part.path, i];
    return (
      <Fragment key={path.join('.')}>
        {i > 0 && <span className={css.word}>{t.customers.filter.and.trim()}</span>}
        <One filter={filter} {...part} path={path} />
      </Fragment>
    );
  });
}

/** One condition, or a group of which one way must hold. */
function One({ filter, path, whole, onChange }: Part & { filter: Filter }) {
  const t = useText();
  const words = useFilterWords(filter);
  const f = t.customers.filter;
  if (filter.any)
    return (
      <span className={css.ways}>
        {filter.not && <span className={css.word}>{f.notWord}</span>}
        <span className={css.word}>(</span>
        {filter.any.map((all, a) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way is known by its place only
          <Fragment key={a}>
            {a > 0 && <span className={css.word}>{f.or.trim()}</span>}
            <All list={all} path={[...path, a]} whole={whole} onChange={onChange} />
          </Fragment>
        ))}
        <span className={css.word}>)</span>
        <button
          type="button"
          className={css.turn}
          onClick={() => onChange(change(whole, path, (group) => [{ ...group, not: !group.not }]))}
        >
          {filter.not ? f.turnBack : f.turnRound}
        </button>
      </span>
    );
  const sentence = words.sentence(filter);
  const remove = () => onChange(change(whole, path, () => []));
  return (
    <span className={css.chip}>
      <ConditionPopover
        filter={filter}
        onDone={(next) => onChange(change(whole, path, () => [next]))}
        onWay={(way) => onChange(addWay(whole, path, way))}
        onBeside={path.length > 1 ? (more) => onChange(addBeside(whole, path, more)) : undefined}
      >
        {(opened, toggle) => (
          <button type="button" className={css.text} aria-expanded={opened} onClick={toggle}>
            {sentence}
          </button>
        )}
      </ConditionPopover>
      <button type="button" className={css.remove} aria-label={t.ui.filter.remove(sentence)} onClick={remove}>
        <IconX size="0.875rem" />
      </button>
    </span>
  );
}
