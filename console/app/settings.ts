import { type PageSettings, pageSettingsFile } from '../../domain/page/settings.ts';

/** @param page where the page lies. @returns with whole addresses. */
export async function loadSettings(page: string): Promise<PageSettings> {
  const answer = await fetch(new URL(pageSettingsFile, page), { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${pageSettingsFile}: ${answer.status}`);
  const given: PageSettings = await answer.json();
  const mqtt = new URL(given.mqtt, page);
  mqtt.protocol = mqtt.protocol.replace('http', 'ws');
  return { ...given, api: new URL(given.api, page).href.replace(/\/$/, ''), mqtt: mqtt.href };
}
