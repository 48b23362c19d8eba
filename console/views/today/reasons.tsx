import type { AnswerOf } from '../../../domain/api/routes.ts';
import { useSay } from '../../language/text.ts';
import { reasonText } from '../../language/wording.ts';

const verdicts = ['refuse', 'recheck'] as const;

/** Why people were not let in at once. */
export function Reasons({ reasons }: { reasons: AnswerOf<'getFigures'>['reasons'] }) {
  const say = useSay();
  return (
    <section class="facts" aria-label={say('today.reasons')}>
      {verdicts.map((verdict) => {
        const of = reasons.filter((one) => one.verdict === verdict);
        return of.length === 0 ? null : (
          <table key={verdict}>
            <caption>{say(`today.why-${verdict}`)}</caption>
            <tbody>
              {of.map(({ reason, passes }) => (
                <tr key={reason}>
                  <th scope="row" class="words">
                    {reasonText(reason, say)}
                  </th>
                  <td>{passes}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </section>
  );
}
