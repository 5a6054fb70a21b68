import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type attachment, pickFiles, saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { fileSize } from '@/lib/format';
import { show } from '@/lib/toasts';
import { IconButton, LinkButton } from '@/ui/layout';
import css from './interactions.module.css';

const attachments = services.attachment;
const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** Asks for files and keeps them with an exchange. */
export async function attachTo(entry: number): Promise<void> {
  try {
    for (const file of await pickFiles({ filter: 'any', many: true }))
      await attachments.Add('interaction', entry, file.token);
  } catch (cause) {
    fail(cause);
  }
}

/** The files kept with an exchange; drawn where there are some. */
export function EntryFiles({ entry }: { entry: number }) {
  const t = useText();
  const list = useQuery({
    queryKey: ['attachment', 'interaction', entry],
    queryFn: () => attachments.List('interaction', entry),
  });
  const save = async (file: attachment.Attachment) => {
    try {
      await saveFile(await attachments.URL(file.id), file.name);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <ul className={css.files} aria-label={t.interactions.files}>
      {list.data?.map((file) => (
        <li key={file.id} className={css.file}>
          <IconPaperclip size="1rem" stroke={1.6} aria-hidden />
          <LinkButton title={file.name} onClick={() => void save(file)}>
            <span className={css.fileName}>{file.name}</span>
          </LinkButton>
          <span className={css.muted}>{fileSize(file.size)}</span>
          <IconButton
            label={t.interactions.removeFile(file.name)}
            onClick={() => void attachments.Trash(file.id).catch(fail)}
          >
            <IconX size="1rem" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
