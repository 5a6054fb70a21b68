// Runs before the page is drawn, in the JavaScript of 2015 (the page's CSP allows no inline script):
// 1. sets text size and light/dark from the last visit, so nothing flashes;
// 2. says in words what to update when the engine is older than Chrome 111 / Safari 16.4.
(() => {
  var root = document.documentElement;
  var read = (key) => {
    try {
      return window.localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  };
  var sizes = { small: '14px', standard: '16px', large: '18px', extra: '20px' };
  root.style.fontSize = sizes[read('keyue.size')] || '16px';
  var scheme = read('keyue.scheme') || 'system';
  if (scheme === 'system') {
    scheme = window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-mantine-color-scheme', scheme);
  root.lang = read('keyue.lang') || 'zh-CN';

  var modern =
    window.CSS &&
    CSS.supports &&
    CSS.supports('color', 'color-mix(in srgb, red, blue)') &&
    CSS.supports('container-type', 'inline-size') &&
    !!Array.prototype.findLast;
  if (!modern) {
    document.addEventListener('DOMContentLoaded', () => {
      document.getElementById('root').style.display = 'none';
      document.getElementById('floor').removeAttribute('hidden');
    });
  }
})();
