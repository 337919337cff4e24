import {
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration
} from 'chart.js';

// Only what lines over months need: the rest of the library stays out of the bundle.
Chart.register(LineController, LinearScale, CategoryScale, LineElement, PointElement, Tooltip);

export interface LinePicture {
  names: string[];
  series: { label: string; values: (number | null)[]; stroke: string; dashed: boolean }[];
  grid: string;
  ink: string;
  still: boolean;
  format: (value: number) => string;
}

export interface LineChart {
  show(picture: LinePicture): void;
  destroy(): void;
}

/** Draws into a canvas whose box is sized by CSS. */
export function createLines(canvas: HTMLCanvasElement, picture: LinePicture): LineChart {
  const chart = new Chart(canvas, configuration(picture));
  return {
    show(next) {
      const { data, options } = configuration(next);
      chart.data = data;
      if (options) chart.options = options;
      chart.update();
    },
    destroy: () => chart.destroy()
  };
}

function configuration({ names, series, grid, ink, still, format }: LinePicture): ChartConfiguration<'line'> {
  return {
    type: 'line',
    data: {
      labels: names,
      datasets: series.map(({ label, values, stroke, dashed }) => ({
        label,
        data: values,
        borderColor: stroke,
        backgroundColor: stroke,
        borderDash: dashed ? [6, 5] : [],
        borderWidth: 2.5,
        pointRadius: 0,
        pointHitRadius: 12,
        spanGaps: false
      }))
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 350 },
      interaction: { mode: 'index', intersect: false },
      plugins: {
        tooltip: { callbacks: { label: ({ dataset, parsed }) => `${dataset.label ?? ''}: ${format(parsed.y ?? 0)}` } }
      },
      scales: {
        x: { ticks: { color: ink, maxTicksLimit: 8, maxRotation: 0 }, grid: { display: false } },
        y: {
          beginAtZero: true,
          ticks: { color: ink, maxTicksLimit: 5, callback: (value) => format(Number(value)) },
          grid: { color: grid }
        }
      }
    }
  };
}
