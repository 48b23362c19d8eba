import { AxeBuilder } from '@axe-core/playwright';
import type { OpenPage } from './guards-page.ts';

/** What somebody with bad eyes, or none, would stumble over (WCAG, by axe-core). In its plain mode: the page has no frames. */
export async function faults({ page }: OpenPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}
