import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { count } from '@/lib/format';
import { SearchBox } from '@/ui/SearchBox';
import { Loaded } from './parts';
import css from './settings.module.css';

/** As `go run ./build licences` writes it. */
interface Part {
  name: string;
  version: string;
  kind: 'font' | 'go' | 'npm' | 'data';
  licence: string;
  /** Place in `texts`. */
  text: number;
}
interface Listed {
  parts: Part[];
  texts: string[];
}

/** Every font and library that ships, with its licence; the texts load with the page that shows them. */
export function Licences() {
  const t = useText();
  const a = t.settings.about;
  const [typed, setTyped] = useState('');
  const query = useQuery({
    queryKey: ['licences'],
    queryFn: async () => (await import('./licences.json')).default as Listed,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wanted = typed.toLowerCase();
  return (
    <Loaded query={query}>
      {({ parts, texts }) => {
        const shown = parts.filter(
          (part) =>
            part.name.toLowerCase().includes(wanted) ||
            part.licence.toLowerCase().includes(wanted) ||
            a.kinds[part.kind].toLowerCase() === wanted,
        );
        return (
          <>
            <p className={css.lead}>{a.licencesNote(count(parts.length))}</p>
            <SearchBox label={a.find} placeholder={a.find} value={typed} onChange={setTyped} />
            {shown.length === 0 ? (
              <p className={css.waiting}>{a.nothing(typed)}</p>
            ) : (
              <div className={`${css.rows} ${css.parts}`}>
                {shown.map((part) => (
                  <PartRow key={`${part.kind} ${part.name}`} part={part} text={texts[part.text] ?? ''} />
                ))}
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function PartRow({ part, text }: { part: Part; text: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <details className={css.partRow} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={css.rowMain}>
          {part.name} <span className={css.muted}>{part.version}</span>
        </span>
        <span className={css.muted}>{t.settings.about.kinds[part.kind]}</span>
        <span className={css.chip}>{part.licence}</span>
      </summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled with the keyboard
        <pre className={css.licence} tabIndex={0}>
          {text}
        </pre>
      )}
    </details>
  );
}
