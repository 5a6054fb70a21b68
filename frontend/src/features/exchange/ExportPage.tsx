import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { type ExportFormat, type ExportList, exportList, exportLists } from '@/lib/exports';
import { count } from '@/lib/format';
import { show } from '@/lib/toasts';
import { ExportMenu } from '@/ui/ExportMenu';
import css from './export.module.css';

/** 导出资料: everything as one workbook, or one kind of record. */
export default function ExportPage() {
  const t = useText();
  const e = t.exchange.export;
  const [busy, setBusy] = useState<ExportList | 'everything' | undefined>(undefined);
  const give = async (list: ExportList | 'everything', format: ExportFormat) => {
    setBusy(list);
    try {
      show({ text: e.done(count(await exportList(list, [], format))) });
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <>
      <p className={css.lead}>{e.intro}</p>
      <ul className={css.rows} aria-label={e.everything}>
        <li className={css.row}>
          <div className={css.words}>
            <strong>{e.everything}</strong>
            <span className={css.note}>{e.everythingText}</span>
          </div>
          <Button
            loading={busy === 'everything'}
            disabled={busy !== undefined}
            leftSection={<IconDownload size="1.125rem" />}
            onClick={() => void give('everything', 'xlsx')}
          >
            {e.xlsx}
          </Button>
        </li>
      </ul>
      <h2 className={css.head}>{e.lists}</h2>
      <ul className={css.rows} aria-label={e.lists}>
        {exportLists.map((list) => (
          <li key={list} className={css.row}>
            <div className={css.words}>
              <strong>{e.names[list]}</strong>
              <span className={css.note}>{e.texts[list]}</span>
            </div>
            <ExportMenu
              list={list}
              disabled={busy !== undefined}
              onPick={(format) => void give(list, format)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
