import { writeFileSync } from 'node:fs';
import { exitCodes, readFlags, runCommand } from '../cli/command.ts';
import { checkWritable } from '../cli/report-file.ts';
import { UsageError } from '../domain/errors.ts';
import { defaultConfig } from '../domain/messages/config.ts';
import { drawMap } from './picture/map.ts';
import { drawSheet } from './picture/sheet.ts';
import { type Content, readContent } from './read-content.ts';

const help = `npm run playbooks -- [--kind KIND | --all] [--lang LANGUAGE] [--svg FILE]

Checks what guards are told to do about each kind of alert, and draws it for the wall. Without --svg it only checks:
every step is reached and leads on to an end, every language has every text, and every text fits a cheap phone.

  --kind KIND        one playbook, on A4 upright: fever, refused-code, …
  --all              all of them as one map, on A4 across; on A3 it is a poster
  --lang LANGUAGE    zh or en, or whatever is in playbooks/texts (default zh)
  --svg FILE         where the picture goes; any browser prints it
  --help             this text

Exit codes: 0 all is whole; 1 something is wrong with a playbook or a language, a line for each; 2 asked for what cannot be done.
`;

await runCommand(async (argv) => {
  const { values } = readFlags(argv, {
    kind: { type: 'string' },
    all: { type: 'boolean' },
    lang: { type: 'string', default: 'zh' },
    svg: { type: 'string' },
    help: { type: 'boolean' },
  });
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.done;
  }
  const wantsPicture = values.kind !== undefined || values.all === true;
  if (values.kind !== undefined && values.all) throw new UsageError('--kind and --all exclude one another.');
  if (wantsPicture !== (values.svg !== undefined))
    throw new UsageError('A picture takes --kind KIND or --all, and --svg FILE.');
  const { content, faults } = readContent(import.meta.dirname);
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`);
    return exitCodes.foundWrong;
  }
  if (values.svg === undefined) {
    process.stdout.write(summary(content));
    return exitCodes.done;
  }
  const picture = draw(content, values);
  checkWritable(values.svg);
  writeFileSync(values.svg, picture);
  return exitCodes.done;
});

function draw({ playbooks, texts }: Content, { kind, lang }: { kind?: string | undefined; lang: string }): string {
  const language = texts[lang];
  if (!language) throw new UsageError(`There are no texts in "${lang}"; there are ${Object.keys(texts).join(', ')}.`);
  const words = { texts: language, contactLimitC: defaultConfig.contactLimitC };
  if (kind === undefined) return drawMap(playbooks, words, lang);
  const playbook = playbooks[kind];
  if (!playbook)
    throw new UsageError(`There is no playbook "${kind}"; there are ${Object.keys(playbooks).join(', ')}.`);
  return drawSheet(playbook, { ...words, kind }, lang);
}

function summary({ playbooks, texts }: Content): string {
  const steps = Object.values(playbooks).reduce((sum, one) => sum + Object.keys(one.steps).length, 0);
  const languages = Object.values(texts).map(({ language }) => language);
  return `${Object.keys(playbooks).length} playbooks with ${steps} steps are whole in ${languages.join(' and ')}.\n`;
}
