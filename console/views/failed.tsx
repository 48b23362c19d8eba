import { say } from '../language/text.ts';

/** When the page cannot even find out where it belongs to: no network, and never opened before. */
export function Failed() {
  return (
    <main class="welcome">
      <p>{say('app.failed') || 'Gatehouse: no network'}</p>
      <button type="button" class="action primary" onClick={() => location.reload()}>
        {say('app.again') || '↻'}
      </button>
    </main>
  );
}
