// The build is four files with fixed names, because the C++ side builds exactly these in:
// index.html, app.js, app.css, icon.svg. Nothing is inlined into the page: its
// Content-Security-Policy allows no inline script or style.
import { defineConfig } from 'vitest/config';

const desk = process.env.QUINCE_DESK ?? 'http://127.0.0.1:8080'; // `npm run dev` shows the data of a running desk

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    rollupOptions: {
      output: { entryFileNames: 'app.js', assetFileNames: 'app[extname]', codeSplitting: false },
    },
  },
  server: { proxy: { '/api': desk, '/events': desk } },
  test: { environment: 'happy-dom' },
});
