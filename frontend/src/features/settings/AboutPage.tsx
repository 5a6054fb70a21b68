import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import { workspaceQuery } from '@/lib/workspace';
import { Facts, PlainFact } from '@/ui/EditableField';
import { Section } from '@/ui/layout';
import { shell } from './api';
import { Licences } from './Licences';
import { Place } from './parts';
import css from './settings.module.css';

export default function AboutPage() {
  const t = useText();
  const about = useQuery({ queryKey: ['about'], queryFn: () => shell.About() }).data;
  const workspace = useQuery(workspaceQuery).data;
  return (
    <>
      <div className={css.facts}>
        <Facts>
          <PlainFact label={t.settings.about.version}>
            {t.app.name} {about?.version} {about?.commit && `(${about.commit.slice(0, 8)})`}
          </PlainFact>
          <PlainFact label={t.settings.about.system}>
            {about && `${about.os} ${about.arch} · ${about.go}`}
          </PlainFact>
          <PlainFact label={t.settings.about.workspace}>
            {workspace && <Place path={workspace.dir} />}
          </PlainFact>
          <PlainFact label={t.settings.about.licence}>{t.settings.about.mit}</PlainFact>
        </Facts>
      </div>
      <p className={css.foot}>{t.settings.about.promise}</p>
      <div className={css.parts}>
        <Section title={t.settings.about.licences}>
          <Licences />
        </Section>
      </div>
    </>
  );
}
