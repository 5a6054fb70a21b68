import { Button, NativeSelect } from '@mantine/core';
import { IconPencil, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Chip, Empty, IconButton, Page, PageHead, Section, Toolbar } from '@/ui/layout';
import { SearchBox } from '@/ui/SearchBox';
import { api, kinds, languages } from './api';
import { ClauseForm } from './ClauseForm';
import { ClauseUpdates } from './ClauseUpdates';
import css from './clauses.module.css';
import { type ClauseItem, clauseKeys, wordsOf } from './library';

/** 条款库: clauses that are put into templates, and which templates have them. */
export default function ClausesScreen() {
  const t = useText();
  const c = t.library.clauses;
  const lang = useLang();
  const shared = useShared();
  const go = useGo();
  const [text, setText] = useSearchParam('q');
  const [kind, setKind] = useSearchParam('kind');
  const [language, setLanguage] = useSearchParam('language');
  const [chosen, setChosen] = useSearchParam('clause');
  const [editing, setEditing] = useSearchParam('edit');
  const search = useRef<HTMLInputElement>(null);
  useCommand('templates.search', () => search.current?.focus());
  useCommand('templates.back', () => (editing !== '' ? setEditing('') : go('/templates')));
  const filter = {
    text,
    kind: kinds.find((known) => known === kind) ?? ('' as const),
    language: languages.find((known) => known === language) ?? ('' as const),
  };
  const query = useQuery({
    queryKey: clauseKeys.list(filter),
    queryFn: () => api.Clauses(filter),
    placeholderData: keepPreviousData,
    meta: { kinds: ['clause', 'template'] },
  });
  const found = query.data ?? [];
  const list =
    text === '' ? found.toSorted((a, b) => Number(b.language === lang) - Number(a.language === lang)) : found;
  const narrowed = text !== '' || kind !== '' || language !== '';
  const open = list.find((row) => String(row.id) === chosen);
  const words = [
    { value: 'zh-CN', label: t.settings.language.zh },
    { value: 'en', label: t.settings.language.en },
  ];
  return (
    <Page>
      <PageHead
        title={c.title}
        note={query.data ? c.count(count(list.length)) : ''}
        back={() => go('/templates')}
      >
        <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setEditing('new')}>
          {c.new}
        </Button>
      </PageHead>
      <Toolbar>
        <SearchBox
          className={css.search}
          inputRef={search}
          label={c.searchLabel}
          placeholder={c.search}
          value={text}
          onChange={setText}
        />
        <NativeSelect
          aria-label={c.kind}
          data={[
            { value: '', label: t.templates.anyKind },
            ...kinds.map((value) => ({ value, label: shared(`template.kind.${value}`) })),
          ]}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={c.language}
          data={[{ value: '', label: t.templates.anyLanguage }, ...words]}
          value={language}
          onChange={(event) => setLanguage(event.currentTarget.value)}
        />
      </Toolbar>
      {query.error ? (
        <Empty title={sentence(query.error)} />
      ) : query.isSuccess && list.length === 0 && editing === '' ? (
        <Empty title={narrowed ? c.nothing : c.none}>
          {narrowed ? (
            <Button
              variant="default"
              onClick={() => {
                setText('');
                setKind('');
                setLanguage('');
              }}
            >
              {t.ui.filter.clear}
            </Button>
          ) : (
            <Button onClick={() => setEditing('new')}>{c.new}</Button>
          )}
        </Empty>
      ) : (
        <div className={css.two}>
          <ul className={css.list} aria-label={c.title}>
            {list.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className={css.row}
                  aria-pressed={row.id === open?.id}
                  onClick={() => {
                    setEditing('');
                    window.setTimeout(() => setChosen(String(row.id)));
                  }}
                >
                  <span className={css.name}>{row.name}</span>
                  <span className={css.start}>{wordsOf(row)}</span>
                  <span className={css.small}>
                    {shared(`template.lock.${row.lock}`)} · {c.usesCount(row.uses)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className={css.detail}>
            {editing === 'new' ? (
              <ClauseForm
                key="new"
                onDone={(saved) => {
                  setEditing('');
                  if (saved) window.setTimeout(() => setChosen(String(saved.id)));
                }}
              />
            ) : open && editing !== '' ? (
              <ClauseForm key={open.id} clause={open} onDone={() => setEditing('')} />
            ) : open ? (
              <Detail key={open.id} clause={open} onEdit={() => setEditing('1')} />
            ) : (
              <Empty title={c.pick} text={c.pickText} />
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

function Detail({ clause, onEdit }: { clause: ClauseItem; onEdit: () => void }) {
  const t = useText();
  const c = t.library.clauses;
  const go = useGo();
  const shared = useShared();
  const [updating, setUpdating] = useSearchParam('update');
  const uses =
    useQuery({
      queryKey: clauseKeys.uses(clause.id),
      queryFn: () => api.ClauseUses(clause.id),
      meta: { kinds: ['clause', 'template'] },
    }).data ?? [];
  const behind = uses.some((use) => use.n < clause.n || use.changed);
  return (
    <>
      <div className={css.head}>
        <h2 className={css.title}>{clause.name}</h2>
        <Button variant="default" leftSection={<IconPencil size="1.125rem" />} onClick={onEdit}>
          {c.edit}
        </Button>
        <IconButton
          label={`${c.delete}: ${clause.name}`}
          onClick={() =>
            void api
              .TrashClause(clause.id)
              .catch((cause) => void show({ text: sentence(cause), tone: 'bad' }))
          }
        >
          <IconTrash size="1.125rem" />
        </IconButton>
      </div>
      <p className={css.chips}>
        <Chip>{shared(`template.lock.${clause.lock}`)}</Chip>
        <Chip>{clause.kind ? shared(`template.kind.${clause.kind}`) : c.any}</Chip>
        <Chip>{clause.language === 'en' ? t.settings.language.en : t.settings.language.zh}</Chip>
        <Chip>{shared(`template.origin.${clause.origin}`)}</Chip>
        <Chip>{c.nth(clause.n)}</Chip>
      </p>
      <Section title={c.text}>
        <p className={css.words} lang={clause.language}>
          {clause.text}
        </p>
      </Section>
      {clause.fields.length > 0 && (
        <Section title={c.fields} count={clause.fields.length}>
          <p className={css.chips}>
            {clause.fields.map((field) => (
              <Chip key={field.key}>
                {field.label} · {shared(`template.type.${field.type}`)}
              </Chip>
            ))}
          </p>
        </Section>
      )}
      <Section
        title={c.uses}
        count={uses.length}
        action={
          behind && (
            <Button
              variant="default"
              leftSection={<IconRefresh size="1.125rem" />}
              onClick={() => setUpdating('1')}
            >
              {c.update}
            </Button>
          )
        }
      >
        {uses.length === 0 && <p className={css.muted}>{c.unused}</p>}
        <ul className={css.plain}>
          {uses.map((use) => (
            <li key={`${use.versionId} ${use.path.join('.')}`} className={css.use}>
              <button type="button" className={css.link} onClick={() => go(`/templates/${use.templateId}`)}>
                {use.templateName}
              </button>
              <span className={css.small}>
                {[
                  use.number === '' ? '' : c.at(use.number),
                  use.state === 'draft' ? t.templates.draft : '',
                  use.n < clause.n ? c.behind(use.n) : '',
                  use.changed ? c.changed : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      {updating !== '' && <ClauseUpdates clause={clause} onClose={() => setUpdating('')} />}
    </>
  );
}
