import type { AnswerOf } from '../../../domain/api/routes.ts';
import { createStore } from '../../app/store.ts';
import type { Preset } from './presets.ts';

/** A code that was given out here, without its text: enough to take it back, and to open no gate. */
export interface Issued extends Omit<AnswerOf<'issueVisitorCode'>, 'code'> {
  preset: Preset;
  isRevoked: boolean;
}

/** Since the page was opened, newest first. Nothing of it is kept on the phone. */
export const issued = createStore<readonly Issued[]>([]);

export function remember(one: Issued): void {
  issued.set([one, ...issued.get()]);
}

export function markRevoked(id: string): void {
  issued.set(issued.get().map((one) => (one.id === id ? { ...one, isRevoked: true } : one)));
}
