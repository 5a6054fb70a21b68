import { Button } from '@mantine/core';
import { IconFilePlus, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useText } from '@/i18n';
import { useShared } from '@/i18n/catalog';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useIdParam, useSearchParam } from '@/lib/navigate';
import { opened } from '@/lib/search';
import { EditableField, Facts, PlainFact } from '@/ui/EditableField';
import { Empty, Page, PageHead, Section } from '@/ui/layout';
import { PdfView } from '@/ui/pdf/PdfView';
import { api, keys } from './api';
import { ClauseLocks } from './ClauseLocks';
import { TemplateMenu } from './TemplatesScreen';
import css from './templates.module.css';
import { DraftBanner, Versions } from './Versions';

/** One template: all its pages with invented data, its fields, its versions. */
export default function TemplateScreen() {
  const t = useText();
  const shared = useShared();
  const go = useGo();
  const id = useIdParam();
  const back = useBack('/templates');
  useCommand('templates.back', back);
  const [version, setVersion] = useState(0);
  const [made] = useSearchParam('made');
  const query = useQuery({ queryKey: keys.one(id), queryFn: () => api.Get(id) });
  const versions = useQuery({ queryKey: keys.versions(id), queryFn: () => api.Versions(id) }).data ?? [];
  const detail = query.data;
  const shown = version || detail?.template.currentId || detail?.version.id || 0;
  const preview = useQuery({
    queryKey: ['template', 'preview', shown, detail?.version.version],
    queryFn: () => api.PreviewVersion(shown),
    enabled: shown !== 0,
    placeholderData: (before) => before,
    staleTime: 60 * 60_000,
    meta: { kinds: [] },
  });
  const name = detail?.template.name ?? '';
  useEffect(() => {
    if (name === '') return;
    const timer = window.setTimeout(() => opened({ kind: 'template', id, title: name, subtitle: '' }), 800);
    return () => window.clearTimeout(timer);
  }, [id, name]);

  if (query.error)
    return (
      <Empty title={t.templates.notFound} text={sentence(query.error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!detail) return null;
  const { template } = detail;
  const { definition } = detail.version;
  return (
    <Page>
      <PageHead
        title={template.name}
        note={`${shared(`template.kind.${template.kind}`)} · ${shared(`template.origin.${template.origin}`)}`}
        back={back}
      >
        <Button
          variant="default"
          leftSection={<IconPencil size="1.125rem" />}
          onClick={() => go(`/templates/${id}/edit`)}
        >
          {t.templates.edit}
        </Button>
        {template.currentId !== 0 && !template.archived && (
          <Button
            leftSection={<IconFilePlus size="1.125rem" />}
            onClick={() => go(`/contracts/new?template=${id}`)}
          >
            {t.templates.use}
          </Button>
        )}
        <TemplateMenu row={template} onGone={() => go('/templates', true)} />
      </PageHead>
      {made !== '' && template.draftId === 0 && (
        <div className={css.made} role="status">
          {t.library.import.made}
        </div>
      )}
      {template.draftId !== 0 && (
        <DraftBanner
          id={id}
          currentId={template.currentId}
          draftId={template.draftId}
          sound={detail.problems.every((p) => p.warning)}
        />
      )}
      {template.archived && <div className={css.banner}>{t.templates.archivedNote}</div>}
      <div className={css.body}>
        <PdfView
          label={t.templates.pages(template.name)}
          source={preview.data}
          error={preview.error ?? undefined}
          tools={<span className={css.muted}>{t.templates.sampleData}</span>}
        />
        <aside className={css.side}>
          <Facts>
            <EditableField
              label={shared('template.field.name')}
              value={template.name}
              editor={{ kind: 'text' }}
              onSave={(value) => api.Rename(id, String(value))}
            />
            <PlainFact label={shared('template.field.language')}>
              {template.language === 'en' ? t.settings.language.en : t.settings.language.zh}
            </PlainFact>
          </Facts>
          {template.origin === 'starter' && <p className={css.notice}>{shared('template.disclaimer')}</p>}
          <ClauseLocks version={template.draftId || template.currentId} />
          <Versions id={id} versions={versions} shown={shown} onShow={setVersion} />
          <Section title={t.templates.fields} count={definition.fields.length}>
            <ul className={css.fieldNames}>
              {definition.fields.map((field) => (
                <li key={field.key}>
                  <span>
                    {field.label}
                    {field.required && <span className={css.star}> *</span>}
                  </span>
                  <span className={css.muted}>{shared(`template.type.${field.type}`)}</span>
                </li>
              ))}
            </ul>
          </Section>
        </aside>
      </div>
    </Page>
  );
}
