import { Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { useBack, useGo, useIdParam } from '@/lib/navigate';
import { show } from '@/lib/toasts';
import { Empty, IconButton, Page, PageHead } from '@/ui/layout';
import { api } from './api';
import { Images } from './Images';
import { Parts } from './Parts';
import { ProductFacts } from './ProductFacts';
import css from './products.module.css';
import { useProduct } from './useProduct';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** The page of one product or package. */
export default function ProductScreen() {
  const t = useText();
  const id = useIdParam();
  const go = useGo();
  const back = useBack('/products');
  const { product, error, save } = useProduct(id);
  useCommand('products.back', back);
  if (error)
    return (
      <Empty title={t.products.notFound} text={sentence(error)}>
        <Button onClick={back}>{t.ui.actions.back}</Button>
      </Empty>
    );
  if (!product) return null;
  return (
    <Page>
      <PageHead
        title={product.name}
        note={[product.code, product.spec].filter((s) => s !== '').join(' · ')}
        back={back}
      >
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label={t.ui.actions.more}>
              <IconDots size="1.25rem" />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconCopy size="1.125rem" />}
              onClick={() => void api.Copy(id).then((made) => go(`/products/${made.id}`), fail)}
            >
              {t.products.copy}
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size="1.125rem" />}
              onClick={() => void api.Trash([id]).then(back, fail)}
            >
              {t.products.trash}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </PageHead>
      <div className={css.page}>
        <div>
          <ProductFacts product={product} save={save} named />
        </div>
        <div>
          <Images id={id} />
          <Parts product={product} save={save} />
        </div>
      </div>
    </Page>
  );
}
