import type { GateEvent, GatePlace } from '../gate/gate.ts';
import type { FaultOf } from './fault.ts';
import type { FaultContext, GateFault, Power } from './gate-fault.ts';

/** Who says whether a gate's certificate is good: the operator's commands, or the broker in memory. */
export interface Certificates {
  revoke(place: GatePlace): Promise<void>;
  /** It ends now. Absent where nobody can make a certificate end. */
  expire?(place: GatePlace): Promise<void>;
  /** The gate has a new one. */
  renew?(place: GatePlace): Promise<void>;
}

/** For good: the gate gives up when it is refused, takes nobody on any more, and what it holds stays on its flash. */
export function certificateRevoked(fault: FaultOf<'certificate-revoked'>, context: FaultContext): GateFault {
  const { place, environment, certificates, fired } = context;
  if (!certificates || !context.isChosen(fault.gates)) return { heal: () => {} };
  let isRevoked = false;
  const heal = environment.after(1_000 * fault.afterS, async () => {
    isRevoked = true;
    await certificates.revoke(place);
    fired();
  });
  return { hear: (event) => (isRevoked ? withoutStop(event) : event), heal };
}

/** The gate gives up when it is refused; whoever brings the new certificate switches it on again. */
export function certificateExpired(fault: FaultOf<'certificate-expired'>, context: FaultContext): GateFault {
  const { place, environment, certificates, fired } = context;
  const { expire, renew } = certificates ?? {};
  if (!context.isChosen(fault.gates) || !expire || !renew) return { heal: () => {} };
  let power: Power | undefined;
  let isExpired = false;
  let renewed: Promise<void> | undefined;
  let cancel = () => {};

  const bringNew = async () => {
    await renew(place);
    // Only now: a gate that gives up while it is being enrolled has not failed.
    isExpired = false;
    power?.cut();
    power?.restore();
  };
  const end = async () => {
    cancel();
    if (isExpired) renewed ??= bringNew();
    await renewed;
  };
  cancel = environment.after(1_000 * fault.afterS, async () => {
    cancel = environment.after(1_000 * fault.forS, end);
    isExpired = true;
    await expire(place);
    fired();
  });
  return {
    begin: (given) => {
      power = given;
    },
    hear: (event) => (isExpired ? withoutStop(event) : event),
    heal: end,
  };
}

/** A gate that gives up because of a fault has not failed. */
function withoutStop(event: GateEvent): GateEvent {
  return event.kind === 'stopped' ? { kind: 'trouble', what: event.why } : event;
}
