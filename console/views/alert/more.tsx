import { isAboutPerson } from '../../../domain/alerts/life-cycle.ts';
import type { Alert } from '../../../domain/messages/alert.ts';
import { useSay } from '../../language/text.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import type { OpenSheet } from './sheets.tsx';

/** All that may be done with an alert, whatever the playbook says. */
export function More({
  alert,
  canOpen,
  onChoose,
}: {
  alert: Alert;
  canOpen: boolean;
  onChoose(sheet: OpenSheet | undefined): void;
}) {
  const say = useSay();
  const items: readonly (readonly [sheet: OpenSheet, icon: IconName, isThere: boolean])[] = [
    ['measure', 'thermometer', isAboutPerson(alert.kind)],
    ['resolve', 'tick', true],
    ['hand-over', 'hand', alert.state === 'acknowledged'],
    ['open-barrier', 'barrier', canOpen],
  ];
  return (
    <Sheet title={say('act.more')} onClose={() => onChoose(undefined)}>
      <ul class="choices">
        {items
          .filter(([, , isThere]) => isThere)
          .map(([sheet, icon]) => (
            <li key={sheet}>
              <button type="button" class="choice" onClick={() => onChoose(sheet)}>
                <Icon name={icon} />
                {say(`act.${sheet as Exclude<OpenSheet, 'more'>}`)}
              </button>
            </li>
          ))}
      </ul>
    </Sheet>
  );
}
