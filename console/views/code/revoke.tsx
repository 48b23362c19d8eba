import { useState } from 'preact/hooks';
import type { Refusal } from '../../api/api.ts';
import { useSay } from '../../language/text.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { markRevoked } from './issued.ts';

/** Takes a code back: gates know it within a minute or two. */
export function Revoke({ id }: { id: string }) {
  const say = useSay();
  const { api } = useApp();
  const [refused, setRefused] = useState<Refusal>();
  const revoke = async () => {
    const answered = await api.ask('revokeVisitorCode', { in: { code: id }, body: {} });
    if ('refused' in answered) return setRefused(answered.refused);
    markRevoked(id);
  };
  return (
    <>
      <p class="fault" role="alert">
        {refused && say('code.not-revoked', { why: problemText(refused, say) })}
      </p>
      <button type="button" class="action danger" onClick={() => void revoke()}>
        {say('code.revoke')}
      </button>
    </>
  );
}
