/** Where a pillar's axis points: the first upwards, then clockwise. `x` and `y` are -1 to 1. */
export function axis(position: number, count: number): { x: number; y: number } {
  const angle = (2 * Math.PI * position) / count - Math.PI / 2;
  return { x: round(Math.cos(angle)), y: round(Math.sin(angle)) };
}

/** The `points` of an SVG polygon whose corners lie on the axes, at a share (0-100) of a radius of 100. */
export function corners(shares: readonly number[]): { x: number; y: number }[] {
  return shares.map((share, position) => {
    const { x, y } = axis(position, shares.length);
    const length = clamp(share);
    return { x: round(x * length), y: round(y * length) };
  });
}

/** A polygon as the text that SVG wants. */
export function polygon(shares: readonly number[]): string {
  return corners(shares)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');
}

/** A web of one axis or two is a line, not an area: with fewer than three the table says it alone. */
export function canDraw(count: number): boolean {
  return count >= 3;
}

/** A result that cannot be read draws nothing instead of tearing the picture. */
function clamp(share: number): number {
  return Number.isFinite(share) ? Math.min(100, Math.max(0, share)) : 0;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}
