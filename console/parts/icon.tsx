/** Lines of 2 on a field of 24. */
const paths = {
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 5v4M7 15v4',
  back: 'M15 4 7 12l8 8',
  more: 'M5 12h.1M12 12h.1M19 12h.1',
  tick: 'M4 13l5 5L20 6',
  thermometer: 'M14 14V5a2 2 0 1 0-4 0v9a4 4 0 1 0 4 0zM12 9v7',
  hand: 'M4 12h12M11 6l6 6-6 6M20 5v14',
  barrier: 'M4 21V9M4 12 20 5M2 21h5M9 10l1 2M14 8l1 2',
  close: 'M5 5l14 14M19 5 5 19',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-6 8-6s7 1 8 6',
  delete: 'M9 5h11v14H9l-6-7zM12 9l5 6M17 9l-5 6',
  gate: 'M4 21V10a8 7 0 0 1 16 0v11M9 21V12a3 3 0 0 1 6 0v9',
  chart: 'M4 20V4M4 20h16M8 16l4-6 3 3 5-7',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2z',
  phone: 'M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4c0 2-2 3-4 3A17 17 0 0 1 3 7c0-2 1-4 3-4z',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
