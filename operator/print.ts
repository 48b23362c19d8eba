/** Output of the operators' commands. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One JSON object a line, for other programs. */
export function printJson(objects: readonly object[]): void {
  for (const one of objects) print(JSON.stringify(one));
}

/** Columns as wide as what stands in them. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of [header, ...rows]) {
    print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
