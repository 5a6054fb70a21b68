export const settings = {
  title: '设置',
  open: '打开设置',
  look: { title: '外观', scheme: '深浅' },
  language: {
    title: '语言',
    screen: '界面语言',
    zh: '中文',
    en: 'English',
    note: '合同用什么语言由合同模板决定，和界面语言无关。',
  },
  keys: { title: '快捷键', note: '单个字母的快捷键在输入框外有效。' },
  about: {
    title: '关于',
    version: '版本',
    system: '系统',
    workspace: '工作区',
    licence: '许可',
    mit: 'MIT 许可证。字体与开源组件的许可随程序一起提供。',
    promise: '客约不联网、不要账号、不收集任何数据。你的资料只在这台电脑上。',
  },
};
