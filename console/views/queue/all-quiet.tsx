import { useSay } from '../../language/text.ts';

/** An empty list is good news, and says that it is no fault. */
export function AllQuiet() {
  const say = useSay();
  return (
    <div class="quiet">
      <svg viewBox="0 0 120 90" aria-hidden="true">
        <path class="quiet-arch" d="M20 88V46a40 40 0 0 1 80 0v42" />
        <path class="quiet-arch inner" d="M36 88V48a24 24 0 0 1 48 0v40" />
        <path class="quiet-tick" d="M47 58l9 9 18-20" />
      </svg>
      <p>{say('queue.none-about')}</p>
      <a href="#practice">{say('settings.practice')}</a>
    </div>
  );
}
