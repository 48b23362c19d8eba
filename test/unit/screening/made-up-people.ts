export type Row = Readonly<Record<string, string>>;

export const healthyRow: Row = {
  subject: '161117-1',
  date: '2016-11-17',
  time: '9:05:00',
  camera: 'FLIR',
  ...cellsOf('tmax', ['35.60', '35.70', '35.80', '36.40']),
  ...cellsOf('forehead', ['35.10', '35.20', '35.20', '35.20']),
  ...cellsOf('canthi', ['35.50', '35.50', '35.60', '35.60']),
  oral_m: '36.80',
};

function cellsOf(site: string, values: readonly string[]): Row {
  return Object.fromEntries(values.map((value, index) => [`${site}_r${index + 1}`, value]));
}

export function csvOf(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => cells.join(','))
    .join('\n');
}

/** People of a few days, a tenth of them with a fever that their faces show by `warmerC`; both cameras saw everybody. */
export function crowdRows(count: number, warmerC: number): Row[] {
  return ['FLIR', 'ICI'].flatMap((camera) =>
    Array.from({ length: count }, (_, index) => {
      const feverish = index % 10 === 3;
      // Spread without chance: the golden ratio fills an interval evenly.
      const differsC = (((index * 0.618) % 1) - 0.5) * 0.8 + (feverish ? warmerC : 0);
      const shift = ([name, text = '']: [string, string]): [string, string] =>
        /_r\d$/.test(name) ? [name, (Number(text) + differsC).toFixed(2)] : [name, text];
      const row = Object.fromEntries(Object.entries(healthyRow).map(shift));
      const day = String(10 + Math.floor(index / 10)).padStart(2, '0');
      const minute = String(index % 10).padStart(2, '0');
      const oral = feverish ? '38.40' : '36.80';
      return { ...row, subject: `s${index}`, camera, date: `2016-11-${day}`, time: `9:${minute}:00`, oral_m: oral };
    }),
  );
}
