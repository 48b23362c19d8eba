import {
  noLocalMeaning,
  noLocalMeaningOfResources,
  noLocalMeaningOfTemplate,
  type WithoutMeaning,
} from '../../local/template/no-local-meaning.ts';

/** What the one-machine runtime knows and does not act on, as a page. */
export function localProperties(): string {
  const byType = Object.entries(noLocalMeaning).flatMap(([type, entries]) => rows(type, entries));
  return [
    '# Properties that mean nothing on one machine',
    '',
    'Generated from `local/template/no-local-meaning.ts`. The shape of each is still checked; everything else of a',
    'template is acted on or refused by name.',
    '',
    '| resource type | property | why |',
    '|---|---|---|',
    ...byType,
    ...rows('any resource', noLocalMeaningOfResources),
    ...rows('the template', noLocalMeaningOfTemplate),
    '',
  ].join('\n');
}

function rows(type: string, entries: Readonly<Record<string, WithoutMeaning>>): string[] {
  return Object.entries(entries).map(
    ([path, { why }]) => `| ${type} | ${path === '*' ? 'all' : `\`${path}\``} | ${why} |`,
  );
}
