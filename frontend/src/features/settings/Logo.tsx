import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Picked, pickFiles } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { FileDrop } from '@/ui/FileDrop';
import { api, type Company } from './api';
import css from './settings.module.css';

/** Where the page finds the logo of a company; undefined when it has none. */
export function useLogo(company: Company): string | undefined {
  return (
    useQuery({
      queryKey: ['company', company.id, 'logo', company.logoId],
      queryFn: () => api.LogoURL(company.id),
      enabled: company.logoId !== 0,
      // The address is good for as long as the page is open.
      staleTime: Number.POSITIVE_INFINITY,
    }).data || undefined
  );
}

/** The logo: taken by drop or dialog, shown, changed, removed. What is wrong with a picture stands under it. */
export function Logo({ company, url }: { company: Company; url: string | undefined }) {
  const t = useText();
  const c = t.settings.company;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const set = async (get: () => Promise<Picked[]>) => {
    setProblem('');
    try {
      const [file] = await get();
      if (!file) return;
      setBusy(true);
      await api.SetLogo(company.id, file.token);
    } catch (cause) {
      setProblem(sentence(cause));
    } finally {
      setBusy(false);
    }
  };
  const choose = () => void set(() => pickFiles({ filter: 'image' }));
  return (
    <>
      {company.logoId !== 0 && url ? (
        <div className={css.logoRow}>
          <img className={css.logo} src={url} alt={c.logoAlt(company.name)} />
          <Button variant="default" loading={busy} onClick={choose}>
            {c.logoChange}
          </Button>
          <Button
            variant="default"
            disabled={busy}
            onClick={() => {
              setProblem('');
              void api.SetLogo(company.id, '').catch((cause) => setProblem(sentence(cause)));
            }}
          >
            {c.logoRemove}
          </Button>
        </div>
      ) : (
        <FileDrop
          label={busy ? c.logoBusy : c.logoDrop}
          filter="image"
          onFiles={(files) => void set(async () => files)}
        />
      )}
      {problem !== '' && (
        <p className={css.bad} role="alert">
          {problem}
        </p>
      )}
      <p className={css.muted}>{c.logoNote}</p>
    </>
  );
}
