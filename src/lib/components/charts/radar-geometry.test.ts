import { describe, expect, it } from 'vitest';
import { axis, canDraw, corners, polygon } from './radar-geometry';

describe('geometry of the radar', () => {
  it('the first axis points up, the fourth of six down', () => {
    expect(axis(0, 6)).toEqual({ x: 0, y: -1 });
    expect(axis(3, 6)).toEqual({ x: 0, y: 1 });
  });

  it('the second of four points right', () => {
    expect(axis(1, 4)).toEqual({ x: 1, y: 0 });
  });

  it('a share of 50 lies half way out', () => {
    expect(corners([50, 0, 0, 0])[0]).toEqual({ x: 0, y: -50 });
  });

  it('shares outside 0 to 100 stay on the web', () => {
    expect(corners([140, -3, Number.NaN, 100])).toEqual([
      { x: 0, y: -100 },
      { x: 0, y: 0 },
      { x: 0, y: 0 },
      { x: -100, y: 0 }
    ]);
  });

  it('is written as SVG points', () => {
    expect(polygon([100, 100, 100, 100])).toBe('0,-100 100,0 0,100 -100,0');
  });

  it('two pillars make no area', () => {
    expect(canDraw(2)).toBe(false);
    expect(canDraw(3)).toBe(true);
  });
});
