import {
  Chart,
  Filler,
  LineElement,
  PointElement,
  RadarController,
  RadialLinearScale,
  Tooltip,
  type ChartConfiguration
} from 'chart.js';

// Only what a radar needs: the rest of the library stays out of the bundle.
Chart.register(RadarController, RadialLinearScale, LineElement, PointElement, Filler, Tooltip);

export interface RadarSeries {
  label: string;
  /** 0 to 100 per pillar. */
  shares: number[];
  stroke: string;
  fill: string;
  dashed: boolean;
}

export interface RadarPicture {
  names: string[];
  series: RadarSeries[];
  grid: string;
  still: boolean;
  /** Writes a share for the tooltip. */
  format: (share: number) => string;
}

export interface RadarChart {
  show(picture: RadarPicture): void;
  destroy(): void;
}

/** The part of the box that is left free around the web, so that points on its edge are not cut. As in Radar.svelte. */
const EDGE = 10 / 220;

/** Draws into a canvas whose box is square and sized by CSS. */
export function createRadar(canvas: HTMLCanvasElement, picture: RadarPicture): RadarChart {
  const chart = new Chart(canvas, configuration(picture));
  return {
    show(next) {
      const { data, options } = configuration(next);
      // Series are kept and filled anew, so that a change of an answer moves the line instead of redrawing it.
      if (chart.data.datasets.length === data.datasets.length) {
        chart.data.labels = data.labels;
        data.datasets.forEach((dataset, i) => Object.assign(chart.data.datasets[i] ?? {}, dataset));
      } else chart.data = data;
      if (options) chart.options = options;
      chart.update();
    },
    destroy: () => chart.destroy()
  };
}

function configuration({ names, series, grid, still, format }: RadarPicture): ChartConfiguration<'radar'> {
  return {
    type: 'radar',
    data: {
      labels: names,
      datasets: series.map(({ label, shares, stroke, fill, dashed }) => ({
        label,
        data: shares,
        borderColor: stroke,
        backgroundColor: fill,
        fill: !dashed,
        borderDash: dashed ? [5, 4] : [],
        borderWidth: dashed ? 2 : 2.5,
        pointRadius: dashed ? 0 : 3.5,
        pointHitRadius: 14,
        pointHoverRadius: 6,
        pointBackgroundColor: stroke,
        pointBorderColor: stroke
      }))
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 350 },
      layout: { padding: ({ chart }) => chart.width * EDGE },
      plugins: {
        legend: { display: false },
        tooltip: { callbacks: { label: ({ dataset, parsed }) => `${dataset.label ?? ''}: ${format(parsed.r)}` } }
      },
      scales: {
        r: {
          min: 0,
          max: 100,
          ticks: { display: false, stepSize: 20 },
          pointLabels: { display: false },
          grid: { color: grid },
          angleLines: { color: grid }
        }
      }
    }
  };
}
