import { ImportScreen } from './ImportScreen';

/** 导入客户. */
export default function ImportCustomers() {
  return <ImportScreen as="customers" />;
}
