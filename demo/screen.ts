import type { Board } from './board.ts';

/** Where the demo is watched: a table that renews itself in a terminal, plain lines elsewhere. */
export interface Screen {
  /** A line that stays. In a terminal it goes above the table. */
  say(line: string): void;
  /** A line about one event; shown only where there is no table. */
  note(line: string): void;
  /** From now on there is something to show. */
  open(): void;
  close(): void;
}

const redrawMs = 500;
const summaryMs = 10_000;

export function createScreen(out: NodeJS.WriteStream, board: Board): Screen {
  const write = (line: string) => out.write(`${line}\n`);
  return out.isTTY ? createTable(out, board) : createLines(write, board);
}

function createTable(out: NodeJS.WriteStream, board: Board): Screen {
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  // Up over the table of before, and clear to the end of the screen.
  const wipe = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[J` : '');
  const draw = () => {
    // Without a table higher than the terminal: what has scrolled out of it cannot be wiped. One line is the cursor's.
    const { columns, rows } = sizeOf(out);
    const lines = ['', ...board.lines(Date.now(), rows - 2)];
    out.write(`${wipe()}${lines.map((line) => line.slice(0, columns - 1)).join('\n')}\n`);
    drawn = lines.length;
  };
  return {
    say: (line) => {
      out.write(`${wipe()}${line}\n`);
      drawn = 0;
      if (timer) draw();
    },
    note: () => {},
    open: () => {
      timer = setInterval(draw, redrawMs);
    },
    close: () => {
      if (!timer) return;
      clearInterval(timer);
      draw();
    },
  };
}

/** A terminal that does not tell its size says 0. */
function sizeOf({ columns, rows }: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}

function createLines(write: (line: string) => void, board: Board): Screen {
  let timer: NodeJS.Timeout | undefined;
  return {
    say: write,
    note: write,
    open: () => {
      timer = setInterval(() => write(board.summary()), summaryMs);
    },
    close: () => {
      if (!timer) return;
      clearInterval(timer);
      write(board.summary());
    },
  };
}
