import { compareLatency, DEFAULT_LATENCY_OPTIONS } from '../../src/measure/compare-latency.js';

type Run = () => Promise<unknown>;

/** Prints how long a teacher and its student take, timed in turn. */
export async function printLatency(teacher: Run, student: Run): Promise<void> {
  const { medianMs, referenceMs, ratio, ratioLow, ratioHigh } = await compareLatency(
    teacher,
    student,
    { ...DEFAULT_LATENCY_OPTIONS, minTimings: 100, maxSeconds: 20 },
    { now: () => performance.now(), preemptions: () => process.resourceUsage().involuntaryContextSwitches },
  );
  const share = [ratio, ratioLow, ratioHigh].map((value) => `${(100 * value).toFixed(1)} %`);
  console.log(
    `latency: ${medianMs.toFixed(2)} ms, teacher ${referenceMs.toFixed(2)} ms, ` +
      `share ${share[0]} (${share[1]} to ${share[2]})`,
  );
}
