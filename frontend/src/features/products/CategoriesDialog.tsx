import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconCornerDownRight, IconGripVertical, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useText } from '@/i18n';
import { fieldSentences, sentence } from '@/lib/errors';
import { isComposing } from '@/lib/ime';
import { show } from '@/lib/toasts';
import { IconButton } from '@/ui/layout';
import { moved, useSortable } from '@/ui/sortable';
import { api, type Category } from './api';
import css from './products.module.css';

const fail = (cause: unknown) => show({ text: sentence(cause), tone: 'bad' });

/** The shelves of the catalogue: named, put in order, one into another, taken away. */
export function CategoriesDialog(props: { opened: boolean; categories: Category[]; onClose: () => void }) {
  const t = useText();
  const { categories } = props;
  const [name, setName] = useState('');
  const [parentId, setParent] = useState(0);
  const [problem, setProblem] = useState('');
  const tops = categories.filter((c) => c.parentId === 0);
  const order = useSortable(categories.length, (from, to) => {
    void api.OrderCategories(moved(categories, from, to).map((c) => c.id)).catch(fail);
  });
  const add = async () => {
    try {
      await api.SaveCategory({ name, parentId });
      setName('');
      setProblem('');
    } catch (cause) {
      setProblem(Object.values(fieldSentences(cause))[0] ?? sentence(cause));
    }
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t.products.categories}
      size="34rem"
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {categories.length === 0 && <p className={css.muted}>{t.products.noCategories}</p>}
      <ul ref={order.list} className={css.shelves}>
        {order.order.map((at) => {
          const category = categories[at];
          if (!category) return null;
          return (
            <li key={category.id} className={`${css.shelf} ${category.parentId === 0 ? '' : css.inner}`}>
              <span
                className={css.grip}
                title={t.products.moveCategory}
                onPointerDown={(event) => order.lift(event, at)}
              >
                <IconGripVertical size="1.125rem" />
              </span>
              <Name category={category} />
              <span className={`${css.muted} num`}>{category.count}</span>
              <Into
                category={category}
                tops={tops}
                holds={categories.some((c) => c.parentId === category.id)}
              />
              <IconButton
                label={t.products.removeCategory(category.path)}
                onClick={() => void api.TrashCategory(category.id).catch(fail)}
              >
                <IconX size="1rem" />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <form
        className={css.newShelf}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          data-autofocus
          aria-label={t.products.newCategory}
          placeholder={t.products.newCategory}
          value={name}
          error={problem}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem('');
          }}
        />
        {tops.length > 0 && (
          <Select
            className={css.parent}
            aria-label={t.products.parentCategory}
            placeholder={t.products.topLevel}
            clearable
            data={tops.map((c) => ({ value: String(c.id), label: t.products.insideCategory(c.name) }))}
            value={parentId === 0 ? null : String(parentId)}
            onChange={(value) => setParent(Number(value ?? 0))}
          />
        )}
        <Button type="submit" variant="default">
          {t.ui.actions.add}
        </Button>
      </form>
    </Modal>
  );
}

/** Puts a category into another one, or back onto the first level. One that holds others stays there. */
function Into({ category, tops, holds }: { category: Category; tops: Category[]; holds: boolean }) {
  const t = useText();
  const others = tops.filter((c) => c.id !== category.id && c.id !== category.parentId);
  if (holds || (others.length === 0 && category.parentId === 0)) return <span className={css.noInto} />;
  const into = (parentId: number) =>
    void api
      .SaveCategory({ id: category.id, version: category.version, name: category.name, parentId })
      .catch(fail);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label={t.products.intoCategory(category.path)}>
          <IconCornerDownRight size="1rem" />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown className={css.tops}>
        {category.parentId !== 0 && <Menu.Item onClick={() => into(0)}>{t.products.topLevel}</Menu.Item>}
        {others.map((c) => (
          <Menu.Item key={c.id} onClick={() => into(c.id)}>
            {t.products.insideCategory(c.name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Enter or leaving the field renames, Esc leaves the name as it was. */
function Name({ category }: { category: Category }) {
  const t = useText();
  const [name, setName] = useState(category.name);
  const save = () => {
    if (name.trim() === '' || name.trim() === category.name) setName(category.name);
    else
      void api
        .SaveCategory({ id: category.id, version: category.version, name, parentId: category.parentId })
        .catch((cause) => {
          setName(category.name);
          fail(cause);
        });
  };
  return (
    <TextInput
      variant="unstyled"
      aria-label={t.products.nameOf(category.path)}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setName(category.name);
        }
      }}
    />
  );
}
