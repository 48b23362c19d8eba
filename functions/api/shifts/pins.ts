import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { shiftLimits } from '../../../domain/limits/shifts.ts';

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What is kept of a PIN. Its cost goes with it, so that it can be raised for PINs that come. */
export const keptPin = z.object({
  salt: bytes,
  hash: bytes,
  cost: z.object({ N: z.int(), r: z.int(), p: z.int() }),
});
export type KeptPin = z.infer<typeof keptPin>;

export async function keepPin(pin: string): Promise<KeptPin> {
  const salt = randomBytes(shiftLimits.pinSaltBytes);
  const cost = shiftLimits.pinScrypt;
  return { salt, cost, hash: await hashOf(pin, salt, cost) };
}

/** Takes as long when there is none to compare with: nobody learns by the clock which guards there are. */
export async function isPin(pin: string, kept: KeptPin | undefined): Promise<boolean> {
  const { salt, hash, cost } = kept ?? nobodys;
  const isSame = timingSafeEqual(await hashOf(pin, salt, cost), hash);
  return isSame && kept !== undefined;
}

const nobodys: KeptPin = {
  salt: randomBytes(shiftLimits.pinSaltBytes),
  hash: randomBytes(shiftLimits.pinHashBytes),
  cost: shiftLimits.pinScrypt,
};

function hashOf(pin: string, salt: Uint8Array, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, shiftLimits.pinHashBytes, cost, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
