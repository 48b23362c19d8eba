import { availableParallelism } from 'node:os';
import { median } from '../median.ts';
import { type ClientFigures, type ClientKind, type ClientRun, clientKinds } from './plan.ts';

/** One kind of clients in one round. */
export type FleetRun = Pick<ClientRun, 'kind' | 'clients' | 'messagesEach'> & { figures: ClientFigures };

interface FleetRow {
  kind: ClientKind;
  clients: number;
  /** Medians of the rounds. */
  figures: ClientFigures;
  /** Medians of the rounds' ratios to the bare clients of the same round; absent where none ran beside. */
  ofBare?: ClientFigures;
}

export interface FleetBenchReport {
  machine: { cores: number; node: string };
  rows: FleetRow[];
  runs: readonly FleetRun[];
}

const figureNames = [
  'connectS',
  'kilobytesPerClient',
  'cpuMicrosecondsPerMessage',
] as const satisfies (keyof ClientFigures)[];

export function fleetReportOf(runs: readonly FleetRun[]): FleetBenchReport {
  const bare = runs.filter(({ kind }) => kind === 'bare');
  const counts = [...new Set(runs.map(({ clients }) => clients))];
  const rows = counts.flatMap((clients) =>
    clientKinds.flatMap((kind) => {
      const ofKind = runs.filter((run) => run.kind === kind && run.clients === clients);
      if (ofKind.length === 0) return [];
      const figures = mapFigures((name) => median(ofKind.map((run) => run.figures[name])));
      const isBeside = kind !== 'bare' && ofKind.length === bare.length && clients === bare[0]?.clients;
      const ratio = (name: keyof ClientFigures) =>
        median(ofKind.map((run, round) => run.figures[name] / (bare[round]?.figures[name] ?? Number.NaN)));
      return [{ kind, clients, figures, ...(isBeside && { ofBare: mapFigures(ratio) }) }];
    }),
  );
  return { machine: { cores: availableParallelism(), node: process.version }, rows, runs };
}

export function describeFleetReport({ machine, rows }: FleetBenchReport): string {
  const cell = ({ figures, ofBare }: FleetRow, name: keyof ClientFigures, digits: number) =>
    `${figures[name].toFixed(digits)}${ofBare ? ` (${ofBare[name].toFixed(2)}×)` : ''}`.padStart(18);
  const lines = rows.map((row) =>
    [
      `${row.clients} ${row.kind}`.padEnd(24),
      cell(row, 'connectS', 2),
      cell(row, 'kilobytesPerClient', 1),
      cell(row, 'cpuMicrosecondsPerMessage', 0),
    ].join(''),
  );
  const header = `${''.padEnd(24)}${'connect s'.padStart(18)}${'KB a client'.padStart(18)}${'CPU µs a message'.padStart(18)}`;
  return `${[header, ...lines, `${machine.cores} cores, Node ${machine.node}`].join('\n')}\n`;
}

function mapFigures(of: (name: keyof ClientFigures) => number): ClientFigures {
  const [connectS, kilobytesPerClient, cpuMicrosecondsPerMessage] = figureNames.map(of);
  return {
    connectS: connectS ?? Number.NaN,
    kilobytesPerClient: kilobytesPerClient ?? Number.NaN,
    cpuMicrosecondsPerMessage: cpuMicrosecondsPerMessage ?? Number.NaN,
  };
}
