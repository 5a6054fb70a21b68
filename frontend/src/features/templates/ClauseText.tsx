import { useQuery } from '@tanstack/react-query';
import { useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { sentence } from '@/lib/errors';
import type { ClauseTextProps } from '@/lib/feature';
import { Empty } from '@/ui/layout';
import { api } from './api';
import css from './clauses.module.css';
import type { Tree } from './editor/schema';
import { type EditorHandle, TemplateEditor } from './editor/TemplateEditor';

/** The text of a template's clauses for one deal: as in the template, without new fields and locks. */
export default function ClauseText(props: ClauseTextProps) {
  const { ordinals, targets, versionId, onChange } = props;
  const edition = useQuery({
    queryKey: ['template', 'edition', versionId],
    queryFn: async () => (await api.GetVersion(versionId)).version.definition,
    staleTime: Number.POSITIVE_INFINITY,
    meta: { kinds: [] },
  });
  const sources = useQuery({ queryKey: ['template', 'sources'], queryFn: () => api.Sources() });
  // The list of clauses may be read anew below: the text goes on from where it began.
  const start = useRef({ body: props.body as Tree, ordinals, targets });
  const part = useMemo(() => ({ ordinals: start.current.ordinals, targets: start.current.targets }), []);
  const editor = useRef<EditorHandle>(null);
  useImperativeHandle(props.handle, () => ({ flush: () => editor.current?.flush() }), []);
  const ready = edition.data !== undefined && sources.data !== undefined;
  useEffect(() => {
    if (!ready) return;
    const timer = window.setTimeout(() => editor.current?.focus(), 0);
    return () => window.clearTimeout(timer);
  }, [ready]);
  if (edition.error) return <Empty title={sentence(edition.error)} />;
  if (!edition.data || !sources.data) return <div className={css.dealText} />;
  return (
    <div className={css.dealText}>
      <TemplateEditor
        handle={editor}
        label={props.label}
        body={start.current.body}
        fields={edition.data.fields}
        sources={sources.data}
        language={edition.data.language}
        numbering={edition.data.numbering}
        clauseMode={part}
        onChange={(body) => onChange(body as typeof props.body)}
      />
    </div>
  );
}
