import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/i18n';
import { IconButton, LinkButton, Section } from '@/ui/layout';
import { api, keys } from './api';
import { branches } from './layout';
import { RelationForm } from './RelationForm';
import { RelationMap } from './RelationMap';
import css from './relations.module.css';

const FEW = 4;
const MANY = 12;

/** Who belongs to this customer and whom it belongs to, drawn. */
export default function CustomerRelations({ customerId, compact }: { customerId: number; compact: boolean }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const [all, setAll] = useState(0);
  const circle = useQuery({
    queryKey: keys.of(customerId),
    queryFn: () => api.Of(customerId),
    meta: { kinds: ['relation', 'customer'] },
  }).data;
  if (!circle || (compact && circle.near.length === 0)) return null;
  const count = branches(circle, false).length;
  const limit = compact ? FEW : all === customerId ? count : MANY;
  return (
    <Section
      title={t.relations.title}
      count={count}
      action={
        !compact && (
          <IconButton label={t.relations.add} onClick={() => setAdding(true)}>
            <IconPlus size="1.125rem" />
          </IconButton>
        )
      }
    >
      {count === 0 ? (
        <p className={css.none}>{t.relations.none}</p>
      ) : (
        <RelationMap circle={circle} limit={limit} compact={compact} />
      )}
      {!compact && count > limit && (
        <LinkButton onClick={() => setAll(customerId)}>{t.relations.all(count)}</LinkButton>
      )}
      <RelationForm
        customerId={customerId}
        name={circle.name}
        opened={adding}
        onClose={() => setAdding(false)}
      />
    </Section>
  );
}
