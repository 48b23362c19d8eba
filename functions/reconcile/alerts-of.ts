import { deviceAlertId } from '../../domain/alert-identity.ts';
import type { GateClock } from '../../domain/ledger/clock.ts';
import type { EpochLedger } from '../../domain/ledger/ledger.ts';
import { sizeOf } from '../../domain/ledger/spans.ts';
import { missingSpans } from '../../domain/ledger/tend.ts';
import type { AlertDraft } from '../shared/alerting.ts';

/** Which gate, and when it was noticed. */
interface About {
  gate: string;
  community: string;
  at: string;
}

/** "Passes missing": one alert an episode, from the first hole until all of its passes have come. */
export function missingAlert(about: About, episode: string, ledger: EpochLedger): AlertDraft {
  const spans = missingSpans(ledger);
  const [first] = spans;
  const detail = first
    ? `${sizeOf(spans)} passes, from number ${first.from} on; the gate is asked for them`
    : 'all have come';
  return draftOf('passes-missing', about, episode, detail);
}

/** "Clock wrong": from when it was sure until it is right again. */
export function clockAlert(about: About, episode: string, { offsetMs }: GateClock): AlertDraft {
  const seconds = Math.round(Math.abs(offsetMs) / 1_000);
  return draftOf('clock-wrong', about, episode, `${seconds} s ${offsetMs > 0 ? 'ahead' : 'behind'}`);
}

/** "Tampering": one alert an epoch and day (UTC); both contents stay stored, and nothing ends it but a person. */
export function tamperingAlert(about: About, epoch: string, seqs: readonly number[]): AlertDraft {
  const more = seqs.length > 1 ? `, and ${seqs.length - 1} more` : '';
  const day = about.at.slice(0, 'YYYY-MM-DD'.length);
  const detail = `pass ${seqs[0]} of ${epoch} has come with another content than before${more}`;
  return draftOf('tampering', about, `${epoch}#${day}`, detail);
}

function draftOf(
  kind: 'passes-missing' | 'clock-wrong' | 'tampering',
  { gate, community, at }: About,
  episode: string,
  detail: string,
): AlertDraft {
  return { alertId: deviceAlertId(kind, gate, episode), kind, gate, community, raisedAt: at, late: false, detail };
}
