import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Picked } from '@/bridge';
import { saveFile, services } from '@/bridge';
import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { show } from '@/lib/toasts';
import { FileDrop } from '@/ui/FileDrop';
import { IconButton, Section } from '@/ui/layout';
import { moved } from '@/ui/sortable';
import { api, keys } from './api';
import css from './products.module.css';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** A picture in small; nothing until it is there. */
export function Thumbnail({ id, className }: { id: number; className: string | undefined }) {
  const url = useQuery({
    queryKey: keys.thumbnail(id),
    queryFn: () => api.Thumbnail(id),
    staleTime: 600_000, // a picture never changes; what is offered is kept for a while only
  }).data;
  return <span className={className}>{url && <img src={url} alt="" draggable={false} />}</span>;
}

/** The pictures of a product, dropped or chosen; the first one stands for it in lists. */
export function Images({ id }: { id: number }) {
  const t = useText();
  const p = t.products.images;
  const list =
    useQuery({
      queryKey: keys.images(id),
      queryFn: () => api.Images(id),
      meta: { kinds: ['attachment', 'product'] },
    }).data ?? [];
  const add = async (files: Picked[]) => {
    for (const file of files) await api.AddImage(id, file.token).catch(fail);
  };
  const forward = (at: number) =>
    api
      .OrderImages(
        id,
        moved(list, at, at - 1).map((picture) => picture.id),
      )
      .catch(fail);
  return (
    <Section title={p.title} count={list.length}>
      {list.length > 0 && (
        <ul className={css.pictures}>
          {list.map((picture, i) => (
            <li key={picture.id} className={css.picture}>
              <button
                type="button"
                className={css.pictureButton}
                aria-label={p.open(picture.name)}
                title={i === 0 ? p.first : picture.name}
                onClick={() =>
                  void services.attachment
                    .URL(picture.id)
                    .then((url) => saveFile(url, picture.name))
                    .catch(fail)
                }
              >
                <Thumbnail id={picture.id} className={css.large} />
              </button>
              <span className={css.pictureTools}>
                <IconButton
                  label={p.remove(picture.name)}
                  onClick={() => void api.RemoveImage(id, picture.id).catch(fail)}
                >
                  <IconX size="1rem" />
                </IconButton>
                {i > 0 && (
                  <IconButton label={p.forward(picture.name)} onClick={() => void forward(i)}>
                    <IconArrowLeft size="1rem" />
                  </IconButton>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      <FileDrop label={p.add} filter="image" many onFiles={(files) => void add(files)} />
    </Section>
  );
}
