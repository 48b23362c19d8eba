import type { FunctionComponent } from 'preact';
import { createStore } from '../app/store.ts';

/** What is on screen instead of the page while somebody practises; undefined: nobody does. */
export const practising = createStore<FunctionComponent | undefined>(undefined);
