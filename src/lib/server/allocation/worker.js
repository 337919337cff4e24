import { parentPort, workerData } from 'node:worker_threads';
import loadHighs from 'highs';

// Solves one model (src/lib/domain/support/allocation-model.ts) beside the server, which stays responsive. Plain JavaScript: it is
// loaded from here in development, in tests and by the built server alike.

const LARGE = 2000;

/** @type {{model: import('../../domain/support/allocation-model').Model, seconds: number}} */
const { model, seconds } = workerData;
const highs = await loadHighs();
const programme = highs.createModel({
  numCols: model.cost.length,
  numRows: model.rowLower.length,
  sense: highs.constants.objectiveSense.maximize,
  colCost: model.cost,
  colLower: model.cost.map(() => 0),
  colUpper: model.upper,
  rowLower: model.rowLower,
  rowUpper: model.rowUpper,
  integrality: model.whole.map((whole) => highs.constants.variableType[whole ? 'integer' : 'continuous']),
  matrix: {
    format: 'csr',
    numRows: model.rowLower.length,
    numCols: model.cost.length,
    starts: model.starts,
    indices: model.indices,
    values: model.values
  }
});
// One seed, and the build has one thread: the same model gives the same solution. In large models a
// thousandth of the points is not worth minutes; how far from the bound it stopped is told.
const gap = model.cost.length > LARGE ? 0.001 : 0;
programme.options.set({ output_flag: false, time_limit: seconds, random_seed: 1, mip_rel_gap: gap });
programme.run();

const { optimal, infeasible } = highs.constants.modelStatus;
const status = programme.getModelStatus();
const solution = programme.getSolution();
const isInteger = model.whole.some(Boolean);
parentPort?.postMessage({
  status: status === optimal ? 'optimal' : status === infeasible ? 'infeasible' : 'stopped',
  // Null when the time was over before any solution was found.
  solution: programme.info.get('primal_solution_status') === 2 ? Array.from(solution.colValue) : null,
  bound: isInteger ? programme.info.get('mip_dual_bound') : programme.info.get('objective_function_value')
});
