import type { PredictionError } from '../measure/latencies.js';
import { shareText } from '../quantity.js';

/** How far off latencies are that a device profile predicts. */
export const predictionText = ({ error, heldOut }: PredictionError): string =>
  `Such predictions are off by ${shareText(error)} (median of ${heldOut} entries that were held out).`;
