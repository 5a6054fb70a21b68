import { Button } from '@mantine/core';
import {
  IconCategory,
  IconPlus,
  IconToggleLeft,
  IconToggleRight,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useText } from '@/i18n';
import { useCommand } from '@/lib/commands';
import { sentence } from '@/lib/errors';
import { exportList } from '@/lib/exports';
import { ago, count, money } from '@/lib/format';
import { useGo, useSearchParam } from '@/lib/navigate';
import { useRemembered } from '@/lib/prefs';
import { useWindows, type WindowsOf } from '@/lib/query';
import { show } from '@/lib/toasts';
import { formatScaled } from '@/ui/amount';
import type { Column, Sort } from '@/ui/DataGrid';
import { ExportMenu } from '@/ui/ExportMenu';
import { Empty } from '@/ui/layout';
import { type Picked, PickedBar, RecordList } from '@/ui/RecordList';
import { api, keys, type Question, type Row } from './api';
import { CategoriesDialog } from './CategoriesDialog';
import { Thumbnail } from './Images';
import { NewProduct } from './NewProduct';
import { ProductPeek } from './ProductPeek';
import css from './products.module.css';
import { useCategories } from './useProduct';

const rowsOf = (question: Question): WindowsOf<Row> => ({
  key: keys.list(question),
  kinds: ['product', 'product_category'],
  load: (offset, limit) => api.List({ ...question, offset, limit }),
});

/** 产品: the catalogue with the panel of one product beside it. */
export default function ProductsScreen() {
  const t = useText();
  const go = useGo();
  const [viewKey, setView] = useSearchParam('view');
  const [text, setText] = useSearchParam('q');
  const [newParam, setNew] = useSearchParam('new');
  const [sort, setSort] = useRemembered<Sort>('products.sort', { by: 'name', desc: false });
  const [shelves, setShelves] = useState(false);
  const categories = useCategories();
  const view = viewKey === '' ? 'all' : viewKey;
  useCommand('products.new', () => setNew('1'));

  const question = useMemo<Question>(
    () => ({
      text,
      categoryId: /^c\d+$/.test(view) ? Number(view.slice(1)) : 0,
      status: view === 'off' ? 'off' : '',
      packages: view === 'packages',
      sort: text === '' ? sort.by : '',
      desc: sort.desc,
    }),
    [view, text, sort.by, sort.desc],
  );
  // What stands in the category that is chosen, or beside it, has tabs of its own.
  const chosen = categories.find((c) => c.id === question.categoryId);
  const top = chosen && (chosen.parentId || chosen.id);
  const windows = useWindows(rowsOf(question));
  const columns = useColumns();
  const narrowed = view !== 'all';

  return (
    <RecordList<Row>
      path="/products"
      kind="product"
      title={t.products.title}
      note={t.products.count}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconCategory size="1.125rem" />}
            onClick={() => setShelves(true)}
          >
            {t.products.categories}
          </Button>
          <Button
            variant="default"
            leftSection={<IconUpload size="1.125rem" />}
            onClick={() => go('/products/import')}
          >
            {t.products.import}
          </Button>
          <Button leftSection={<IconPlus size="1.125rem" />} onClick={() => setNew('1')}>
            {t.products.new}
          </Button>
        </>
      }
      views={{
        label: t.products.views.label,
        value: view,
        tabs: [
          { key: 'all', label: t.products.views.all },
          ...categories
            .filter((c) => c.parentId === 0 || c.parentId === top)
            .map((c) => ({
              key: `c${c.id}`,
              label: c.parentId === 0 ? c.name : `› ${c.name}`,
              count: c.count,
            })),
          { key: 'packages', label: t.products.views.packages },
          { key: 'off', label: t.products.off },
        ],
        onChange: (key) => setView(key === 'all' ? '' : key),
      }}
      search={{
        label: t.products.searchLabel,
        placeholder: t.products.search,
        command: 'products.search',
        text,
        onText: setText,
      }}
      columns={columns}
      windows={windows}
      question={question}
      sort={text === '' ? sort : undefined}
      onSort={setSort}
      peek={(peek) => <ProductPeek {...peek} />}
      bulk={(picked) => <Bulk picked={picked} question={question} />}
      empty={
        text !== '' ? (
          <Empty title={t.products.emptySearch(text)}>
            <Button variant="default" onClick={() => setText('')}>
              {t.products.clearSearch}
            </Button>
            <Button onClick={() => setNew(text)}>{t.products.newNamed(text)}</Button>
          </Empty>
        ) : narrowed ? (
          <Empty title={t.products.emptyView} />
        ) : (
          <Empty title={t.products.emptyTitle} text={t.products.emptyText}>
            <Button onClick={() => setNew('1')}>{t.products.new}</Button>
            <Button variant="default" onClick={() => go('/products/import')}>
              {t.exchange.importer.of.products.title}
            </Button>
          </Empty>
        )
      }
    >
      <NewProduct
        opened={newParam !== ''}
        name={newParam === '1' ? '' : newParam}
        categoryId={question.categoryId}
        onClose={() => setNew('')}
        onOpen={(id) => window.setTimeout(() => go(`/products/${id}`))}
      />
      <CategoriesDialog opened={shelves} categories={categories} onClose={() => setShelves(false)} />
    </RecordList>
  );
}

/** The columns of the list. Plain elements only: they are drawn while scrolling. */
function useColumns(): Column<Row>[] {
  const t = useText();
  return useMemo(() => {
    const f = t.products.fields;
    const none = <span className={css.none}>—</span>;
    const text = (value: string) => (value === '' ? none : <span title={value}>{value}</span>);
    const price = (value: number) => (value === 0 ? none : <span className="num">{money(value)}</span>);
    return [
      {
        key: 'name',
        header: f.name,
        width: 12,
        grow: 3,
        priority: 0,
        sortable: true,
        render: (r) => (
          <span className={r.status === 'off' ? css.off : css.name} title={r.name}>
            {r.image !== 0 && <Thumbnail id={r.image} className={css.thumb} />}
            {r.name}
            {r.parts.length > 0 && <span className={css.mark}>{t.products.packageMark}</span>}
            {r.status === 'off' && <span className={css.mark}>{t.products.off}</span>}
          </span>
        ),
      },
      { key: 'spec', header: f.spec, width: 8, grow: 2, priority: 3, render: (r) => text(r.spec) },
      {
        key: 'code',
        header: f.code,
        width: 7,
        priority: 2,
        sortable: true,
        render: (r) => (r.code === '' ? none : <span className="num">{r.code}</span>),
      },
      {
        key: 'category',
        header: f.category,
        width: 9,
        priority: 4,
        sortable: true,
        render: (r) => text(r.categoryName),
      },
      { key: 'unit', header: f.unit, width: 4, priority: 4, render: (r) => text(r.unit) },
      {
        key: 'listPrice',
        header: f.listPrice,
        width: 8,
        priority: 1,
        align: 'end',
        sortable: true,
        render: (r) => price(r.listPrice),
      },
      {
        key: 'floorPrice',
        header: f.floorPrice,
        width: 7,
        priority: 6,
        align: 'end',
        render: (r) => price(r.floorPrice),
      },
      {
        key: 'tax',
        header: f.tax,
        width: 5,
        priority: 5,
        align: 'end',
        render: (r) => (r.tax === 0 ? none : <span className="num">{formatScaled(r.tax, 2)}%</span>),
      },
      {
        key: 'updatedAt',
        header: f.updatedAt,
        width: 7,
        priority: 7,
        sortable: true,
        render: (r) => ago(r.updatedAt),
      },
    ];
  }, [t]);
}

/** What can be done with the chosen rows. */
function Bulk({ picked, question }: { picked: Picked; question: Question }) {
  const t = useText();
  const { selection } = picked;
  const [busy, setBusy] = useState(false);
  const act = async (work: (ids: number[]) => Promise<unknown>, gone = false) => {
    setBusy(true);
    try {
      const ids =
        selection.mode === 'some'
          ? [...selection.ids]
          : (await api.IDs(question)).filter((id) => !selection.except.has(id));
      await work(ids);
      if (gone) picked.onTrashed(ids);
      picked.clear();
    } catch (cause) {
      show({ text: sentence(cause), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <PickedBar label={t.ui.grid.selected(count(picked.count))} onClear={picked.clear}>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<IconToggleRight size="1.125rem" />}
        onClick={() => void act((ids) => api.SetStatus(ids, 'on'))}
      >
        {t.products.putOn}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        leftSection={<IconToggleLeft size="1.125rem" />}
        onClick={() => void act((ids) => api.SetStatus(ids, 'off'))}
      >
        {t.products.takeOff}
      </Button>
      <ExportMenu
        list="products"
        disabled={busy}
        onPick={(format) => void act((ids) => exportList('products', ids, format))}
      />
      <Button
        variant="default"
        c="var(--crm-seal)"
        disabled={busy}
        leftSection={<IconTrash size="1.125rem" />}
        onClick={() => void act((ids) => api.Trash(ids), true)}
      >
        {t.products.trash}
      </Button>
    </PickedBar>
  );
}
