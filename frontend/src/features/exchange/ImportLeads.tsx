import { ImportScreen } from './ImportScreen';

/** 导入线索. */
export default function ImportLeads() {
  return <ImportScreen as="leads" />;
}
