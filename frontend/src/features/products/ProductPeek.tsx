import { useText } from '@/i18n';
import { sentence } from '@/lib/errors';
import { Empty, Peek } from '@/ui/layout';
import type { PeekOf } from '@/ui/RecordList';
import { Parts } from './Parts';
import { ProductFacts } from './ProductFacts';
import css from './products.module.css';
import { useProduct } from './useProduct';

/** The panel beside the list. */
export function ProductPeek(props: PeekOf) {
  const t = useText();
  const { product, error, save } = useProduct(props.id);
  return (
    <Peek
      label={product?.name ?? t.ui.peek.label}
      onClose={props.onClose}
      onOpenPage={props.onOpenPage}
      onPrevious={props.onPrevious}
      onNext={props.onNext}
    >
      {product ? (
        <div key={props.id}>
          <h2 className={css.peekName}>{product.name}</h2>
          <ProductFacts product={product} save={save} named />
          <Parts product={product} save={save} />
        </div>
      ) : (
        error && <Empty title={sentence(error)} />
      )}
    </Peek>
  );
}
