import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconDots, IconFileImport, IconFilePlus, IconLibrary, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { pickFiles, saveFile } from '@/bridge';
import { useLang, useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { fieldSentences, sentence } from '@/lib/errors';
import { ago, count } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { searched, useSpelling } from '@/lib/pinyin';
import { show } from '@/lib/toasts';
import { DropPage } from '@/ui/DropPage';
import { Empty, IconButton, PageHead, Tabs, Toolbar } from '@/ui/layout';
import { SearchBox } from '@/ui/SearchBox';
import { api, type Filter, type Kind, keys, kinds, type Language, languages, type Template } from './api';
import { destinationOf } from './library';
import css from './templates.module.css';

export const fail = (cause: unknown) => void show({ text: sentence(cause), tone: 'bad' });

/** 模板: the library. */
export default function TemplatesScreen() {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const go = useGo();
  const [text, setText] = useSearchParam('q');
  const [kind, setKind] = useSearchParam('kind');
  const [language, setLanguage] = useSearchParam('language');
  const [view, setView] = useSearchParam('view');
  const [newParam, setNew] = useSearchParam('new');
  const search = useRef<HTMLInputElement>(null);
  useCommand('templates.search', () => search.current?.focus());
  const filter: Filter = {
    text: '', // searched here, by characters and by sound
    kind: kinds.find((known) => known === kind) ?? '',
    language: languages.find((known) => known === language) ?? '',
    archived: view === 'archived',
    usable: false,
  };
  const query = useQuery({
    queryKey: keys.list(filter),
    queryFn: () => api.List(filter),
    placeholderData: keepPreviousData,
  });
  const found = (query.data ?? []).filter((row) => view === '' || view === 'archived' || row.origin === view);
  useSpelling(
    found.map((row) => row.name),
    text !== '',
  );
  // What is written in the language of the screen comes first; a search keeps the best match on top.
  const list = searched(
    found.toSorted((a, b) => Number(b.language === lang) - Number(a.language === lang)),
    text,
    (row) => [row.name],
  );
  const choose = async () => {
    try {
      const [file] = await pickFiles({ filter: 'template' });
      if (file) go(await destinationOf(file));
    } catch (cause) {
      fail(cause);
    }
  };
  const narrowed = text !== '' || kind !== '' || language !== '';
  return (
    <DropPage
      label={t.templates.title}
      release={t.library.import.dropHere}
      onFile={async (file) => go(await destinationOf(file))}
    >
      <PageHead title={t.templates.title} note={query.data ? t.templates.count(count(list.length)) : ''}>
        <Button
          variant="default"
          leftSection={<IconLibrary size="1.125rem" />}
          onClick={() => go('/templates/clauses')}
        >
          {t.library.clauses.open}
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileImport size="1.125rem" />}
          onClick={() => void choose()}
        >
          {t.library.import.action}
        </Button>
        <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setNew('1')}>
          {t.templates.new}
        </Button>
      </PageHead>
      <Tabs
        label={t.contracts.views.label}
        value={view === '' ? 'all' : view}
        tabs={[
          { key: 'all', label: t.templates.views.all },
          { key: 'own', label: t.templates.views.own },
          { key: 'starter', label: t.templates.views.starter },
          { key: 'archived', label: t.templates.views.archived },
        ]}
        onChange={(key) => setView(key === 'all' ? '' : key)}
      />
      <Toolbar>
        <SearchBox
          className={css.search}
          inputRef={search}
          label={t.templates.searchLabel}
          placeholder={t.templates.search}
          value={text}
          onChange={setText}
        />
        <Select
          aria-label={shared('template.field.kind')}
          placeholder={t.templates.anyKind}
          data={kinds.map((value) => ({ value, label: shared(`template.kind.${value}`) }))}
          value={kind === '' ? null : kind}
          clearable
          w="9rem"
          onChange={(value) => setKind(value ?? '')}
        />
        <Select
          aria-label={shared('template.field.language')}
          placeholder={t.templates.anyLanguage}
          data={[
            { value: 'zh-CN', label: t.settings.language.zh },
            { value: 'en', label: t.settings.language.en },
          ]}
          value={language === '' ? null : language}
          clearable
          w="9rem"
          onChange={(value) => setLanguage(value ?? '')}
        />
      </Toolbar>
      <div className={css.library}>
        <p className={css.notice}>{shared('template.disclaimer')}</p>
        {query.error ? (
          <Empty title={sentence(query.error)} />
        ) : query.isSuccess && list.length === 0 ? (
          <Empty title={narrowed ? t.templates.nothing : t.templates.none}>
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
              <>
                <Button onClick={() => void choose()}>{t.library.import.action}</Button>
                <Button variant="default" onClick={() => setNew('1')}>
                  {t.templates.new}
                </Button>
              </>
            )}
          </Empty>
        ) : (
          <ul className={css.cards}>
            {list.map((row) => (
              <Card key={row.id} row={row} />
            ))}
          </ul>
        )}
      </div>
      {newParam !== '' && <NewTemplate onClose={() => setNew('')} />}
    </DropPage>
  );
}

/** Gives a template to the person as one file. */
async function exportTemplate(id: number): Promise<void> {
  const file = await api.Export(id);
  await saveFile(file.url ?? '', file.name);
}

/** What can be done with a template anywhere it is listed. */
export function TemplateMenu({ row, onGone }: { row: Template; onGone?: () => void }) {
  const t = useText();
  const go = useGo();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label={t.templates.moreOf(row.name)}>
          <IconDots size="1.25rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go(`/templates/${row.id}/edit`)}>{t.templates.edit}</Menu.Item>
        <Menu.Item
          onClick={() =>
            void api
              .Duplicate(row.id, t.templates.copyName(row.name))
              .then((made) => go(`/templates/${made.id}`))
              .catch(fail)
          }
        >
          {t.templates.duplicate}
        </Menu.Item>
        <Menu.Item onClick={() => void exportTemplate(row.id).catch(fail)}>{t.library.file.export}</Menu.Item>
        <Menu.Item onClick={() => void api.Archive(row.id, !row.archived).catch(fail)}>
          {row.archived ? t.templates.unarchive : t.templates.archive}
        </Menu.Item>
        <Menu.Item
          c="var(--crm-seal)"
          onClick={() =>
            void api
              .Trash(row.id)
              .then(() => onGone?.())
              .catch(fail)
          }
        >
          {t.ui.actions.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Card({ row }: { row: Template }) {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  return (
    <li className={css.card}>
      <button type="button" className={css.cardMain} onClick={() => go(`/templates/${row.id}`)}>
        <span className={css.cardName}>{row.name}</span>
        <span className={css.muted}>
          {shared(`template.kind.${row.kind}`)} ·{' '}
          {row.language === 'en' ? t.settings.language.en : t.settings.language.zh} ·{' '}
          {shared(`template.origin.${row.origin}`)}
        </span>
        <span className={css.muted}>
          {row.currentId === 0 ? t.templates.unpublished : ''}
          {row.currentId !== 0 && row.draftId !== 0 ? t.templates.hasDraft : ''}
          {row.draftId === 0 && row.origin === 'own' ? ago(row.updatedAt) : ''}
        </span>
      </button>
      <div className={css.cardTools}>
        {row.currentId !== 0 && !row.archived && (
          <Button
            variant="default"
            leftSection={<IconFilePlus size="1.125rem" />}
            aria-label={t.templates.contractWith(row.name)}
            onClick={() => go(`/contracts/new?template=${row.id}`)}
          >
            {t.templates.use}
          </Button>
        )}
        <span className={css.gap} />
        <TemplateMenu row={row} />
      </div>
    </li>
  );
}

function NewTemplate({ onClose }: { onClose: () => void }) {
  const t = useText();
  const lang = useLang();
  const shared = useShared();
  const go = useGo();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Kind>('other');
  const [language, setLanguage] = useState<Language>(lang);
  const [problem, setProblem] = useState('');
  const free = useQuery({
    queryKey: ['template', 'free name', name.trim()],
    queryFn: () => api.FreeName(name),
    enabled: name.trim() !== '',
    retry: false,
  }).data;
  const submit = async () => {
    try {
      const made = await api.Create(name, kind, language);
      onClose();
      // A moment later, so that the entry without the form is written before the next one is added.
      window.setTimeout(() => go(`/templates/${made.id}/edit`));
    } catch (cause) {
      setProblem(fieldSentences(cause).name ?? sentence(cause));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.templates.new}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      <form
        className={css.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={shared('template.field.name')}
          data-autofocus
          value={name}
          error={problem === '' ? undefined : problem}
          description={free !== undefined && free !== name.trim() ? t.templates.nameTaken(free) : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={shared('template.field.kind')}
          data={kinds.map((value) => ({ value, label: shared(`template.kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value as Kind)}
        />
        <Select
          label={shared('template.field.language')}
          data={[
            { value: 'zh-CN', label: t.settings.language.zh },
            { value: 'en', label: t.settings.language.en },
          ]}
          value={language}
          allowDeselect={false}
          onChange={(value) => value && setLanguage(value as Language)}
        />
        <p className={css.muted}>{t.templates.newHint}</p>
        <div className={css.dialogFoot}>
          <Button variant="default" onClick={onClose}>
            {t.ui.actions.cancel}
          </Button>
          <Button type="submit">{t.templates.create}</Button>
        </div>
      </form>
    </Modal>
  );
}
