/**
 * The clauses of docs/gate-protocol.md that can be seen from the cloud's side, in the order of the checklist there. What
 * a gate shows to people at its door (lights, barrier) cannot.
 */
export const clauses = {
  'C-2.5': 'keeps its session: what was sent while it was away is answered',
  'C-2.6': 'keep-alive of 30 to 1,200 s',
  'C-2.7': 'leaves a last will',
  'C-2.9': 'comes back by itself when its connection has ended',
  'C-4.2': 'nothing that it sends is put aside as not understood',
  'C-5.2': 'seq rises by one: no number is missing',
  'C-5.3': 'no number is given to two passes',
  'C-5.5': 'epoch, seq, outbox and config outlast a power cut',
  'C-5.6': 'a pass that is sent again is the same bytes',
  'C-7.1': 'a routine pass lingers no longer than lingerS',
  'C-7.2': 'a recheck or a refusal goes out at once',
  'C-9.2': 'takes a newer config up',
  'C-9.3': 'ignores an older config',
  'C-9.4': 'ignores a config that is wrong',
  'C-9.5': 'tolerates fields that it does not know',
  'C-10.3': 'says how old its lists are as the index has it',
  'C-11.1': 'offers a new nonce each time that it connects',
  'C-11.3': 'refuses a command with another nonce than the last',
  'C-11.4': 'does not carry out a command after its deadline',
  'C-11.5': 'answers a command, and says how it went',
  'C-11.6': 'offers a new nonce after a command, and takes the old one no more',
  'C-11.8': 'sends again what it holds, and says what it does not hold',
  'C-12.1': 'sends a heartbeat when it has connected, and as often as the config says',
  'C-12.3': 'lastSeq is the last number given',
  'C-13.1': 'its clock is right',
  'C-16.1': 'its verdicts follow from its readings',
} as const;

export type Clause = keyof typeof clauses;
