import { useSay } from '../../language/text.ts';
import { clockText } from '../../language/times.ts';
import { reasonText } from '../../language/wording.ts';
import { useApp } from '../../parts/app-context.ts';
import type { HoursSeen } from './hours-model.ts';

const degrees = (celsius: number | null | undefined) => celsius?.toFixed(1) ?? '–';

/** What the chart is drawn of, newest first; and everybody who was held. */
export function HoursTable({ seen: { steps, alarms } }: { seen: HoursSeen }) {
  const say = useSay();
  const { settings } = useApp();
  const time = (at: string) => <th scope="row">{clockText(at, settings.timeZone)}</th>;
  return (
    <>
      <details class="tables">
        <summary>{say('hours.as-table')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('hours.from')}</th>
              <th scope="col">{say('hours.passes')}</th>
              <th scope="col">{say('hours.lowest-highest')}</th>
              <th scope="col">{say('hours.median')}</th>
              <th scope="col">{say('facts.baseline')}</th>
            </tr>
          </thead>
          <tbody>
            {steps.toReversed().map(({ from, passes, lowestC, highestC, medianC, baselineC }) => (
              <tr key={from}>
                {time(from)}
                <td>{passes}</td>
                <td>
                  {degrees(lowestC)}–{degrees(highestC)}
                </td>
                <td>{degrees(medianC)}</td>
                <td>{degrees(baselineC)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {alarms.length > 0 && (
        <details class="tables">
          <summary>{say('hours.held-list', { count: alarms.length })}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{say('facts.raised')}</th>
                <th scope="col">{say('facts.skin')}</th>
                <th scope="col">{say('facts.contact')}</th>
                <th scope="col" class="words">
                  {say('facts.reason')}
                </th>
              </tr>
            </thead>
            <tbody>
              {alarms.toReversed().map(({ at, skinC, contactC, reason }) => (
                <tr key={`${at} ${reason} ${skinC}`}>
                  {time(at)}
                  <td>{degrees(skinC)}</td>
                  <td>{degrees(contactC)}</td>
                  <td class="words">{reasonText(reason, say)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  );
}
