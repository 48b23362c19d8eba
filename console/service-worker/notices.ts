/// <reference lib="webworker" />

/** What a push says: where somebody is needed, in both languages, and nothing of whom or what (law 6). */
interface Notice {
  zh?: string;
  en?: string;
  gate?: string;
}

const icon = 'icon-192.png';
/** When it cannot be read, browsers still want something to be shown. */
const standard: Notice = { zh: '有告警等待处理。', en: 'An alert is waiting.' };

/** Shows what is pushed while the page is closed, and opens the page for whoever taps it. */
export function showNotices(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const { zh, en, gate } = { ...standard, ...noticeIn(event.data) };
    const shown = worker.registration.showNotification('门岗 Gatehouse', {
      body: `${zh}\n${en}`,
      icon,
      badge: icon,
      // The latest of a gate is enough.
      tag: gate ?? 'alert',
      requireInteraction: true,
    });
    event.waitUntil(shown);
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(openPage(worker));
  });
}

/** The page that is open already, if any; a message never says which page it is. */
async function openPage({ clients, registration }: ServiceWorkerGlobalScope): Promise<void> {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = pages.find(({ url }) => url.startsWith(registration.scope));
  if (open) await open.focus();
  else await clients.openWindow(`${registration.scope}#alerts`);
}

function noticeIn(data: PushMessageData | null): Notice {
  try {
    const { zh, en, gate } = data?.json() ?? {};
    return [zh, en, gate].every((text) => typeof text === 'string') ? { zh, en, gate } : {};
  } catch {
    return {};
  }
}
