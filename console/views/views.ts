import type { FunctionComponent } from 'preact';
import type { Role } from '../../domain/access/principal.ts';
import type { TextKey } from '../language/text.ts';
import type { IconName } from '../parts/icon.tsx';

/** A view is a folder; this is how the page finds it. */
interface View {
  /** @param of what of it is on screen, as an alert's id. */
  load(): Promise<FunctionComponent<{ of: string | undefined }>>;
  /** Its place among the tabs; none for what is come to from elsewhere. */
  tab?: { label: TextKey; icon: IconName; roles?: readonly Role[] };
}

/** By what stands behind the `#`; tabs in this order. */
export const views: Readonly<Record<string, View>> = {
  alerts: {
    load: async () => (await import('./queue/queue.tsx')).Queue,
    tab: { label: 'tabs.alerts', icon: 'bell' },
  },
  alert: { load: async () => (await import('./alert/alert-view.tsx')).AlertView },
  gates: {
    load: async () => (await import('./gates/gates-view.tsx')).GatesView,
    tab: { label: 'tabs.gates', icon: 'gate' },
  },
  code: {
    load: async () => (await import('./code/code-view.tsx')).CodeView,
    tab: { label: 'tabs.code', icon: 'code', roles: ['guard', 'officer'] },
  },
  today: {
    load: async () => (await import('./today/today-view.tsx')).TodayView,
    tab: { label: 'tabs.today', icon: 'chart', roles: ['guard', 'officer'] },
  },
  duty: {
    load: async () => (await import('./duty/duty-view.tsx')).DutyView,
    tab: { label: 'tabs.duty', icon: 'phone', roles: ['officer'] },
  },
  guards: { load: async () => (await import('./duty/guards-view.tsx')).GuardsView },
  roster: { load: async () => (await import('./duty/roster-view.tsx')).RosterView },
  load: { load: async () => (await import('./duty/load-view.tsx')).LoadView },
  handled: { load: async () => (await import('./duty/handled-view.tsx')).HandledView },
  gate: { load: async () => (await import('./gates/gate-view.tsx')).GateView },
  practice: { load: async () => (await import('./practice/practice-view.tsx')).PracticeView },
  shift: { load: async () => (await import('./shift/shift-view.tsx')).ShiftView },
  settings: {
    load: async () => (await import('./settings/settings-view.tsx')).SettingsView,
    tab: { label: 'tabs.settings', icon: 'sliders' },
  },
};
