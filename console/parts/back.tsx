import { goBack } from '../app/router.ts';
import { useSay } from '../language/text.ts';
import { Icon } from './icon.tsx';

/** The way to where one came from. */
export function Back() {
  const say = useSay();
  return (
    <button type="button" class="round back" aria-label={say('app.back')} onClick={goBack}>
      <Icon name="back" />
    </button>
  );
}
