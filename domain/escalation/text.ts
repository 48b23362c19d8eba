import { localTime } from '../local-time.ts';
import type { Alert } from '../messages/alert.ts';

/** What leaves for phones, mails and others' machines: where, since when, and where to look; nothing of whom or what (law 6). */
export interface Notice {
  zh: string;
  en: string;
  /** Of the guards' page. */
  url: string;
}

export function noticeOf(
  { gate, raisedAt }: Pick<Alert, 'gate' | 'raisedAt'>,
  { timeZone, consoleUrl }: { timeZone: string; consoleUrl: string },
): Notice {
  const { time } = localTime(Date.parse(raisedAt), timeZone);
  return {
    zh: `Gatehouse：${gate} 有告警等待处理，自 ${time} 起。`,
    en: `Gatehouse: an alert is waiting at gate ${gate}, since ${time}.`,
    url: consoleUrl,
  };
}

/** As one text. */
export function inOneText({ zh, en, url }: Notice): string {
  return `${zh} ${en} ${url}`;
}
