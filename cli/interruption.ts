/** Ctrl-C, or being told to end. Aborts once, so that the command ends in order; a second Ctrl-C ends it at once. */
export function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
