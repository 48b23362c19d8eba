import { createStore } from './store.ts';

/** What somebody has set on this phone. It says nothing about anybody, and stays. */
export interface Preferences {
  language: 'zh' | 'en';
  theme: 'auto' | 'light' | 'dark';
  sound: boolean;
  speech: boolean;
  vibration: boolean;
  awake: boolean;
}

const key = 'gatehouse-preferences';
const standard: Preferences = {
  language: 'zh',
  theme: 'auto',
  sound: true,
  speech: false,
  vibration: true,
  awake: true,
};

export const preferences = createStore<Preferences>({ ...standard, ...read() });

/** From now on the page looks as it is preferred, and what is preferred is remembered. */
export function followPreferences(): void {
  show();
  preferences.subscribe(() => {
    show();
    try {
      localStorage.setItem(key, JSON.stringify(preferences.get()));
    } catch {
      // No room, or not allowed: it holds as long as the page is open.
    }
  });
}

export function prefer(change: Partial<Preferences>): void {
  preferences.set({ ...preferences.get(), ...change });
}

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

/** The style sheet goes by it. */
function show(): void {
  const { theme, language } = preferences.get();
  document.documentElement.dataset['theme'] = theme;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
