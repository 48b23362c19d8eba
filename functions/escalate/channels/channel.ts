import type { Reach } from '../../../domain/escalation/roster.ts';
import type { Notice } from '../../../domain/escalation/text.ts';
import type { Alert, Channel as ChannelName, EscalationStep, Told } from '../../../domain/messages/alert.ts';
import type { Retry } from '../../shared/retry.ts';
import type { ListedPerson, RosterOf } from '../../shared/rosters.ts';

/** Somebody who is to be told. */
interface Receiver {
  whose: RosterOf;
  person: ListedPerson;
  reach: Reach;
}

export interface Message {
  alert: Alert;
  level: EscalationStep['level'];
  notice: Notice;
}

/** What a channel answered to one message. */
export type Answered = Pick<Told, 'result' | 'status'>;

/** One way to tell people. */
export interface Channel {
  name: ChannelName;
  /**
   * Sends nothing, and answers with nothing, where it does not lead to somebody; throws when it is not to be known what
   * became of it.
   */
  tell(receiver: Receiver, message: Message, retry: Retry): Promise<Answered[]>;
}
