import type { RadarChart, RadarPicture } from './chart-setup';

interface Lines {
  names: string[];
  series: { label: string; shares: number[] }[];
  format: (share: number) => string;
}

/**
 * Brings chart.js when the picture comes into view, and not before: the server has drawn it already, the library adds
 * values under the finger and movement. Until it is there, or if it never comes, the drawing stays.
 */
export function lazyRadar(lines: () => Lines) {
  let ready = $state(false);
  let chart: RadarChart | undefined;

  function attach(box: HTMLElement) {
    const canvas = box.querySelector('canvas');
    if (!canvas) return;
    let gone = false;
    const bring = async () => {
      // Without the network the drawing is enough.
      const library = await import('./chart-setup').catch(() => null);
      if (gone || !library) return;
      chart = library.createRadar(canvas, pictureOf(box, lines()));
      ready = true;
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void bring();
    });
    observer.observe(box);

    const dark = matchMedia('(prefers-color-scheme: dark)');
    const recolour = () => chart?.show(pictureOf(box, lines()));
    dark.addEventListener('change', recolour);
    $effect(() => {
      const current = lines();
      if (ready) chart?.show(pictureOf(box, current));
    });
    return () => {
      gone = true;
      observer.disconnect();
      dark.removeEventListener('change', recolour);
      chart?.destroy();
      chart = undefined;
      ready = false;
    };
  }

  return {
    attach,
    get ready() {
      return ready;
    }
  };
}

/** The colours are those of the drawing, as the browser resolved them: one place says how a line looks. */
function pictureOf(box: HTMLElement, { names, series, format }: Lines): RadarPicture {
  const drawn = [...box.querySelectorAll('[data-series]')].map((line) => getComputedStyle(line));
  const grid = box.querySelector('[data-grid]');
  return {
    names,
    series: series.map(({ label, shares }, i) => ({
      label,
      shares: [...shares],
      stroke: drawn[i]?.stroke ?? 'currentColor',
      fill: drawn[i]?.fill ?? 'transparent',
      dashed: i > 0
    })),
    grid: grid ? getComputedStyle(grid).stroke : 'currentColor',
    still: matchMedia('(prefers-reduced-motion: reduce)').matches,
    format
  };
}
