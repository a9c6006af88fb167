import type { BuiltModelReport } from '../pipeline/record/last-build.js';
import type { PartCost, TargetReport } from '../pipeline/report-data.js';
import { countText, shareText } from '../quantity.js';
import { millisecondsText } from './amounts.js';
import { type BarGroup, barChart } from './bar-chart.js';
import { chart } from './chart.js';
import { dataTable } from './data-table.js';
import { figure } from './figure.js';
import { type Html, html } from './html.js';
import { predictionText } from './prediction-text.js';
import { stretchColour } from './stretch-class.js';

type Entry = BuiltModelReport['artifacts'][number]['entry'];

/** What a block costs in the teacher and in the student; `predicted` where it is the whole. */
interface Block {
  readonly name: string;
  readonly teacher: number;
  readonly student: number;
  readonly predicted?: number;
  readonly colour: string;
}

/** A share of the teacher that is too small to be a row of its own. */
const LEAST_KEPT = 0.005;

/**
 * Latency by block: each replaced stretch and its stand-in, as measured alone, what is kept, and the whole, where the
 * sum of the parts stands beside the student as measured. Multiply-accumulates where no budget limits latency.
 */
export function latencyFigure(
  { replacements, teacherMs }: TargetReport,
  entry: Entry,
  teacher: BuiltModelReport['teacher'],
): Html {
  const isTimed = teacherMs !== null;
  const costOf = ({ latencyMs, macs }: PartCost): number => (isTimed ? (latencyMs ?? 0) : macs);
  const text = isTimed ? millisecondsText : countText;
  const whole = isTimed
    ? { teacher: entry.latencyMs.teacher, student: entry.latencyMs.student }
    : { teacher: teacher.macs, student: entry.macs };
  const stretches = replacements.map(
    ({ original, own }, index): Block => ({
      name: `stretch ${index + 1}`,
      teacher: costOf(original),
      student: costOf(own),
      colour: stretchColour(index),
    }),
  );
  const kept = stretches.reduce((rest, block) => rest - block.teacher, teacherMs ?? teacher.macs);
  const predicted = stretches.reduce((sum, block) => sum + block.student, Math.max(0, kept));
  const blocks: Block[] = [
    { name: 'whole', ...whole, predicted, colour: 'var(--accent)' },
    ...stretches,
    ...(kept > LEAST_KEPT * whole.teacher
      ? [{ name: 'kept', teacher: kept, student: kept, colour: 'var(--muted)' }]
      : []),
  ];
  const { predicted: guess } = entry.latencyMs;
  const how = !isTimed ? 'counted' : guess === undefined ? 'measured' : 'the device profile predicts';
  const what = isTimed ? 'Latency' : 'MACs';
  return figure({
    title: `${what} by block`,
    picture: chart(barChart(blocks.map(barsOf(text))), labelOf(what, blocks, text)),
    legend: html`<ul class="legend"><li><i class="key bar quiet"></i>teacher</li><li><i class="key bar pale"></i>student as the parts say</li><li><i class="key bar"></i>student as ${how}</li></ul>`,
    caption: captionOf(teacherMs, predicted, entry),
    data: dataTable(
      ['', 'teacher', 'student as the parts say', 'student'],
      blocks.map((block) => [
        block.name,
        text(block.teacher),
        block.predicted === undefined ? '' : text(block.predicted),
        text(block.student),
      ]),
      [1, 2, 3],
    ),
  });
}

const barsOf =
  (text: (value: number) => string) =>
  ({ name, teacher, student, predicted, colour }: Block): BarGroup => {
    const bar = (value: number, fill: string, opacity: number) => ({
      value,
      text: text(value),
      fill,
      opacity,
    });
    return {
      name,
      bars: [
        bar(teacher, 'var(--quiet)', 1),
        ...(predicted === undefined ? [] : [bar(predicted, colour, 0.45)]),
        bar(student, colour, 1),
      ],
    };
  };

function captionOf(
  teacherMs: number | null,
  predicted: number,
  { latencyMs, precision }: Pick<Entry, 'latencyMs' | 'precision'>,
): string {
  if (teacherMs === null)
    return 'No budget of this target limits latency, so its parts were not timed: these are multiply-accumulates.';
  const off = predicted / latencyMs.student - 1;
  const words =
    Math.abs(off) < 0.005 ? 'as much as' : `${shareText(Math.abs(off))} ${off > 0 ? 'more' : 'less'} than`;
  const { predicted: guess } = latencyMs;
  const form = precision === 'float32' ? 'its simplified form' : precision;
  const lowered =
    precision === 'float32' && Math.abs(teacherMs / latencyMs.teacher - 1) < 0.005
      ? ''
      : ` What the student keeps and what it replaces is told in ${form}, in which the teacher takes ${millisecondsText(teacherMs)}.`;
  return guess === undefined
    ? `Each stretch and its stand-in were timed alone. Together the parts say ${words} the student measured whole.${lowered}`
    : `Not all of this was timed: the device profile lacks what it takes, and its other entries say the rest. ${predictionText(guess)}${lowered}`;
}

function labelOf(what: string, blocks: readonly Block[], text: (value: number) => string): string {
  const parts = blocks.map(({ name, teacher, student, predicted }) => {
    const said = predicted === undefined ? '' : `, the parts say ${text(predicted)}`;
    return `${name}: teacher ${text(teacher)}, student ${text(student)}${said}`;
  });
  return `${what} by block. ${parts.join('; ')}.`;
}
