import '../../look/code.css';
import { useState } from 'preact/hooks';
import type { AnswerOf } from '../../../domain/api/routes.ts';
import type { Refusal } from '../../api/api.ts';
import { useSay } from '../../language/text.ts';
import { clockText } from '../../language/times.ts';
import { problemText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import { CommunityChoice, useCommunity } from '../../parts/community-choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { GivenOut } from './given-out.tsx';
import { remember } from './issued.ts';
import { askedFor, type Preset, presets } from './presets.ts';
import { ShowCode } from './show-code.tsx';

/** A code for a visitor: one tap for the kind, and it is on screen. Its text is nowhere but there. */
export function CodeView() {
  const say = useSay();
  const { api, settings } = useApp();
  const community = useCommunity();
  const [shown, setShown] = useState<AnswerOf<'issueVisitorCode'>>();
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Refusal>();
  const give = async (preset: Preset) => {
    setAsking(true);
    const body = { community, ...askedFor(preset, clockText(Date.now(), settings.timeZone)) };
    const answered = await api.ask('issueVisitorCode', { body, key: crypto.randomUUID() });
    setAsking(false);
    setRefused('refused' in answered ? answered.refused : undefined);
    if ('refused' in answered) return;
    const { code, ...known } = answered.answer;
    remember({ ...known, preset, isRevoked: false });
    setShown(answered.answer);
  };
  return (
    <Page title={say('code.title')}>
      <CommunityChoice />
      <p class="about">{say('code.about', { community })}</p>
      <p class="fault" role="alert">
        {refused && say('code.failed', { why: problemText(refused, say) })}
      </p>
      <ul class="choices">
        {presets.map((preset) => (
          <li key={preset}>
            <button type="button" class="choice preset" disabled={isAsking} onClick={() => void give(preset)}>
              <Icon name="code" />
              <span>
                {say(`code.${preset}`)}
                <small>{say(`code.${preset}-about`)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <GivenOut />
      {shown && <ShowCode shown={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}
