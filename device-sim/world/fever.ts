/** How many people have a fever, from 0 to 1. */
export type FeverProfile =
  | { kind: 'constant'; share: number }
  /** `share` when the world's clock begins; twice as many after each `doublingH` hours of that clock. */
  | { kind: 'outbreak'; share: number; doublingH: number; shareMax: number };
