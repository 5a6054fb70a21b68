export const today = {
  title: '今日',
  calm: '今天没有要办的事。',
  recentCustomers: '最近打开的客户',
  newCustomers: '最近新建的客户',
  allCustomers: '全部客户',
  total: (n: string) => `${n} 位客户`,
  emptyTitle: '从第一位客户开始',
  emptyText: '导入已有的客户表，或先记下一位。',
  import: '导入 Excel',
  create: '新建客户',
};
