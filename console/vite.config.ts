import { defineConfig } from 'vite';
import { pageSettingsFile } from '../domain/page/settings.ts';
import { precache } from './build/precache.ts';
import { routeTable } from './build/route-table.ts';

/** The guards' page: `vite build console`. Relative addresses, so that it may lie anywhere. */
export default defineConfig({
  base: './',
  plugins: [routeTable(), precache('sw.js', ['./', pageSettingsFile, 'manifest.webmanifest', 'icon.svg'])],
  build: {
    target: 'es2022',
    // What is inlined would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'console/index.html', sw: 'console/service-worker/worker.ts' },
      output: {
        // A service worker is found again by its name; all else is named by what is in it.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
