import { useQuery } from '@tanstack/react-query';
import { service } from '@/bridge';
import { useText } from '@/i18n';
import { workspaceQuery } from '@/lib/workspace';
import { Facts, PlainFact } from '@/ui/EditableField';
import css from './settings.module.css';

interface About {
  version: string;
  commit: string;
  os: string;
  arch: string;
  go: string;
}
const shell = service<{ About(): Promise<About> }>('shell');

export default function AboutPage() {
  const t = useText();
  const about = useQuery({ queryKey: ['about'], queryFn: () => shell.About() }).data;
  const workspace = useQuery(workspaceQuery).data;
  return (
    <>
      <Facts>
        <PlainFact label={t.settings.about.version}>
          {t.app.name} {about?.version} {about?.commit && `(${about.commit.slice(0, 8)})`}
        </PlainFact>
        <PlainFact label={t.settings.about.system}>
          {about && `${about.os} ${about.arch} · ${about.go}`}
        </PlainFact>
        <PlainFact label={t.settings.about.workspace}>{workspace?.dir}</PlainFact>
        <PlainFact label={t.settings.about.licence}>{t.settings.about.mit}</PlainFact>
      </Facts>
      <p className={css.note}>{t.settings.about.promise}</p>
    </>
  );
}
