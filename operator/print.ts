/** Output of the operators' commands. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One JSON object a line, for other programs. */
export function printJson(objects: readonly object[]): void {
  for (const one of objects) print(JSON.stringify(one));
}

/** Columns as wide as what stands in them. Texts come from gates and people: nothing in them commands the terminal. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = [header, ...rows].map((row) => row.map(withoutControls));
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** Line ends, escape sequences and what turns the direction of writing, as escapes that can be read. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (control) => `\\u{${control.codePointAt(0)?.toString(16)}}`);
}
