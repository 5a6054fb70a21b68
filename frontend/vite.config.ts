import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `npm run dev` forwards calls to a running browser door: KEYUE_DOOR=http://127.0.0.1:PORT npm run dev
const door = process.env.KEYUE_DOOR;
const proxy = door
  ? Object.fromEntries(
      ['/rpc', '/events', '/doc', '/upload', '/session'].map((path) => [
        path,
        { target: door, changeOrigin: true, headers: { origin: door } },
      ]),
    )
  : undefined;

export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { alias: { '@wails': here('./wailsjs'), '@': here('./src') } },
  server: { host: '127.0.0.1', proxy, fs: { allow: [here('..')] } },
  build: {
    target: ['chrome111', 'safari16.4'],
    outDir: 'dist',
    // .gitkeep lives in dist; public/.gitkeep puts it back after the folder is emptied.
    emptyOutDir: true,
    // The page's CSP is default-src 'self': nothing may become an inline script or a data: module.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What screens share comes with the shell in one file: opening a screen for the first time reads its own file,
    // not a chain of forty. What is large and used by few stays apart.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'kit',
              test: (id) => !/pdfjs|tiptap|prosemirror|licences\.json|src\/features/.test(id),
              minShareCount: 2,
            },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 800,
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    css: { include: [/tokens\.css/] },
  },
});
