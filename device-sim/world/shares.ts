/**
 * How many people do what, in one place. Of whoever passes, unless it says otherwise; each from 0 to 1. There is no
 * count of any of it: these are guesses that let everything that a gate has to deal with come up within minutes.
 */
export const usualShares = {
  /** With a pass for one use: they come in with it, and go out. */
  visitors: 0.06,
  /** The same few couriers of a community, with passes for a day. The rest of the people are residents. */
  couriers: 0.06,

  /** What residents show, each always the same. */
  residents: {
    phone: 0.61,
    /** The phone of somebody else of the household, with that person's pass. */
    household: 0.03,
    card: 0.07,
    provider: 0.2,
    /** Nothing to show and known to the guard, who enters the number of the flat. */
    'guard-entry': 0.05,
    nothing: 0.04,
  },

  /** Of the residents and couriers with a pass of ours, those whose pass is wrong in this one way. */
  faults: { forged: 0.003, expired: 0.003, 'other-community': 0.003, revoked: 0.003 },
  /** Of the couriers: somebody has a copy of their code, and comes in with it at the other gates. */
  couriersCopied: 0.02,
  /** Of the visitors who come in: shows what another visitor has come in with before. */
  visitorsReusing: 0.05,

  /** How a provider sees its own people; the others are green. */
  provider: { yellow: 0.004, red: 0.001 },
  /** Of the questions to a provider: no answer. */
  providerSilent: 0.01,

  /** The sensor finds no skin. */
  withoutReading: 0.003,
  /** Of the gates: take several readings of each person. */
  gatesWithFurtherReadings: 0.25,
  /** Nobody is at the gate who could measure with a contact thermometer. */
  guardAbsent: 0.15,
};

export type Shares = Readonly<typeof usualShares>;
