import type { AlertKind } from '../../../domain/messages/alert.ts';
import type { Playbook } from '../../../domain/playbooks/playbook.ts';
import type { Texts } from '../../../domain/playbooks/texts.ts';
import type { Preferences } from '../../app/preferences.ts';

/** A file for each kind and each language: a phone loads what it shows, and the service worker keeps all of them. */
const steps = import.meta.glob<Playbook>('../../../playbooks/steps/*.json', { import: 'default' });
const texts = import.meta.glob<Texts>('../../../playbooks/texts/*.json', { import: 'default' });

export interface Content {
  playbook: Playbook;
  texts: Texts;
}

/** @returns undefined when it is not to be had now. */
export async function loadPlaybook(kind: AlertKind, language: Preferences['language']): Promise<Content | undefined> {
  try {
    const [playbook, words] = await Promise.all([
      steps[`../../../playbooks/steps/${kind}.json`]?.(),
      texts[`../../../playbooks/texts/${language}.json`]?.(),
    ]);
    return playbook && words && { playbook, texts: words };
  } catch {
    return undefined;
  }
}
