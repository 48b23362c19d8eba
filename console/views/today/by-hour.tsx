import type { AnswerOf } from '../../../domain/api/routes.ts';
import { useSay } from '../../language/text.ts';

type Hour = AnswerOf<'getFigures'>['hours'][number];

/** The hours of the day: a table whose rows have bars. */
export function ByHour({ hours }: { hours: readonly Hour[] }) {
  const say = useSay();
  const most = Math.max(...hours.map(({ passes }) => passes));
  return (
    <section class="facts tables">
      <table>
        <caption>{say('today.by-hour')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('today.hour')}</th>
            <th scope="col" class="bar-place">
              {say('today.passes')}
            </th>
            <th scope="col">{say('today.rechecked')}</th>
            <th scope="col">{say('today.refused')}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour.hour}>
              <th scope="row">{String(hour.hour).padStart(2, '0')}</th>
              <td class="bar-place">
                <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={(hour.passes / most) * 100} height="10" />
                </svg>
                {hour.passes}
              </td>
              <td>{hour.rechecked}</td>
              <td>{hour.refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
