import type { Board } from './board.ts';

/** Where the demo is watched: a table that renews itself in a terminal, plain lines elsewhere. */
export interface Screen {
  /** A line that stays. In a terminal it goes above the table. */
  say(line: string): void;
  /** A line about one event; shown only where there is no table. */
  note(line: string): void;
  close(): void;
}

const redrawMs = 500;
const summaryMs = 10_000;

export function openScreen(out: NodeJS.WriteStream, board: Board): Screen {
  return out.isTTY ? openTable(out, board) : openLines(out, board);
}

function openTable(out: NodeJS.WriteStream, board: Board): Screen {
  let drawn = 0;
  // Up over the table of before, and clear to the end of the screen.
  const wipe = () => (drawn > 0 ? `\x1b[${drawn}A\x1b[J` : '');
  const draw = (above: string) => {
    const lines = board.lines(Date.now()).map((line) => line.slice(0, Math.max(20, out.columns - 1)));
    out.write(`${wipe()}${above}\n${lines.join('\n')}\n`);
    drawn = lines.length + 1;
  };
  const timer = setInterval(() => draw(''), redrawMs);
  return {
    say: (line) => {
      out.write(`${wipe()}${line}\n`);
      drawn = 0;
    },
    note: () => {},
    close: () => {
      clearInterval(timer);
      draw('');
    },
  };
}

function openLines(out: NodeJS.WriteStream, board: Board): Screen {
  const write = (line: string) => out.write(`${line}\n`);
  const timer = setInterval(() => write(board.summary()), summaryMs);
  return {
    say: write,
    note: write,
    close: () => {
      clearInterval(timer);
      write(board.summary());
    },
  };
}
