import { ImportScreen } from './ImportScreen';

/** 导入产品. */
export default function ImportProducts() {
  return <ImportScreen as="products" />;
}
