import { Button, Modal, TextInput } from '@mantine/core';
import { IconGripVertical, IconX } from '@tabler/icons-react';
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

/** The shelves of the catalogue: named, put in order, taken away. */
export function CategoriesDialog(props: { opened: boolean; categories: Category[]; onClose: () => void }) {
  const t = useText();
  const { categories } = props;
  const [name, setName] = useState('');
  const [problem, setProblem] = useState('');
  const order = useSortable(categories.length, (from, to) => {
    void api.OrderCategories(moved(categories, from, to).map((c) => c.id)).catch(fail);
  });
  const add = async () => {
    try {
      await api.SaveCategory({ name });
      setName('');
      setProblem('');
    } catch (cause) {
      setProblem(fieldSentences(cause).name ?? sentence(cause));
    }
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t.products.categories}
      closeButtonProps={{ 'aria-label': t.ui.actions.close }}
    >
      {categories.length === 0 && <p className={css.muted}>{t.products.noCategories}</p>}
      <ul ref={order.list} className={css.shelves}>
        {order.order.map((at) => {
          const category = categories[at];
          if (!category) return null;
          return (
            <li key={category.id} className={css.shelf}>
              <span
                className={css.grip}
                title={t.products.moveCategory}
                onPointerDown={(event) => order.lift(event, at)}
              >
                <IconGripVertical size="1.125rem" />
              </span>
              <Name category={category} />
              <span className={`${css.muted} num`}>{category.count}</span>
              <IconButton
                label={t.products.removeCategory(category.name)}
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
        <Button type="submit" variant="default">
          {t.ui.actions.add}
        </Button>
      </form>
    </Modal>
  );
}

/** Enter or leaving the field renames, Esc leaves the name as it was. */
function Name({ category }: { category: Category }) {
  const t = useText();
  const [name, setName] = useState(category.name);
  const save = () => {
    if (name.trim() === '' || name.trim() === category.name) setName(category.name);
    else
      void api.SaveCategory({ id: category.id, version: category.version, name }).catch((cause) => {
        setName(category.name);
        fail(cause);
      });
  };
  return (
    <TextInput
      variant="unstyled"
      aria-label={t.products.nameOf(category.name)}
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
