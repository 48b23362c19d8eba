import * as z from 'zod';
import { id } from '../messages/fields.ts';
import { pass } from '../messages/pass.ts';
import { next, timeRange } from './fields.ts';
import { read } from './route.ts';

const { code, lists, more, listsAgeS, ...measured } = pass.shape;

/** A pass as guards and officers see it: what was measured and decided, of the code its form alone, of the person nothing. */
export const passShown = z.object({
  gate: id,
  ...measured,
  judgedVerdict: pass.shape.verdict.optional().describe("the cloud's own"),
  judgedReason: pass.shape.reason.optional(),
  codeForm: z.string().max(32).optional(),
  codeKind: z.string().max(64).optional().describe('resident, visitor, courier, worker; or what a certificate states'),
});

export const passesPage = z.object({ passes: z.array(passShown), next });

/** Passes by time, newest first. */
export const passRoutes = {
  listCommunityPasses: read('/communities/{community}/passes', 'Passes of a community', passesPage, timeRange),
  listGatePasses: read('/gates/{gate}/passes', 'Passes of a gate', passesPage, timeRange),
};
