import { TextInput } from '@mantine/core';
import { IconDownload, IconFile, IconPencil, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type attachment, type Picked, saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { ago, fileSize } from '@/lib/format';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import { FileDrop } from '@/ui/FileDrop';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import css from './customers.module.css';

type Attachment = attachment.Attachment;
const attachments = services.attachment;
const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** Files of a customer; dropped or chosen, copied into the workspace. */
export function Files({ id }: { id: number }) {
  const t = useText();
  const list = useQuery({
    queryKey: ['attachment', 'customer', id],
    queryFn: () => attachments.List('customer', id),
  });
  const [renaming, setRenaming] = useState(0);
  const rename = async (file: Attachment, name: string) => {
    setRenaming(0);
    if (name.trim() === '' || name.trim() === file.name) return;
    try {
      await attachments.Rename(file.id, name.trim());
    } catch (cause) {
      fail(cause);
    }
  };
  const add = async (files: Picked[]) => {
    for (const file of files) {
      try {
        await attachments.Add('customer', id, file.token);
      } catch (cause) {
        fail(cause);
      }
    }
  };
  const save = async (file: Attachment) => {
    try {
      await saveFile(await attachments.URL(file.id), file.name);
    } catch (cause) {
      fail(cause);
    }
  };
  return (
    <Section title={t.customers.files} count={list.data?.length}>
      {list.data?.map((file) => (
        <div key={file.id} className={css.file}>
          <IconFile size="1.125rem" stroke={1.6} aria-hidden />
          <div className={css.contactMain}>
            {renaming === file.id ? (
              <NameInput
                name={file.name}
                onDone={(name) => void rename(file, name)}
                onCancel={() => setRenaming(0)}
              />
            ) : (
              <LinkButton title={file.name} onClick={() => void save(file)}>
                <span className={css.fileName}>{file.name}</span>
              </LinkButton>
            )}
            <div className={css.muted}>
              {fileSize(file.size)} · {ago(file.createdAt)}
            </div>
          </div>
          <IconButton label={t.ui.actions.download} onClick={() => void save(file)}>
            <IconDownload size="1.0625rem" />
          </IconButton>
          <IconButton label={t.customers.renameFile} onClick={() => setRenaming(file.id)}>
            <IconPencil size="1.0625rem" />
          </IconButton>
          <IconButton
            label={t.customers.removeFile}
            onClick={() => void attachments.Trash(file.id).catch(fail)}
          >
            <IconX size="1.0625rem" />
          </IconButton>
        </div>
      ))}
      <FileDrop label={t.customers.addFiles} filter="any" many onFiles={(files) => void add(files)} />
    </Section>
  );
}

/** Enter or leaving the field renames, Esc leaves the name as it was. */
function NameInput(props: { name: string; onDone: (name: string) => void; onCancel: () => void }) {
  const t = useText();
  const [name, setName] = useState(props.name);
  return (
    <TextInput
      aria-label={t.customers.fileName}
      autoFocus
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      // The part before the ending is what people change.
      onFocus={(event) => {
        const dot = name.lastIndexOf('.');
        event.currentTarget.setSelectionRange(0, dot > 0 ? dot : name.length);
      }}
      onBlur={() => props.onDone(name)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          props.onCancel();
        }
      }}
    />
  );
}
