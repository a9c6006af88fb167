import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPlan } from '../../src/config/load-plan.js';
import type { TargetPlan } from '../../src/config/plan.js';
import type { Precision } from '../../src/config/precision-plan.js';
import type { Runtime } from '../../src/config/runtimes.js';
import { loweringsTo } from '../../src/pipeline/costs/lowering.js';
import { costsOf } from '../../src/pipeline/costs/student.js';
import { loadMembers } from '../../src/pipeline/inputs/members.js';
import { readInputs } from '../../src/pipeline/inputs/model-inputs.js';
import { loadSamples } from '../../src/pipeline/inputs/sample-split.js';
import { openJudge } from '../../src/pipeline/quality/judge.js';
import type { BuildSession } from '../../src/pipeline/session.js';
import { benchSession } from '../bench-session.js';
import { cifarConfig, cifarData, cifarFolders } from '../cifar.js';

const PRECISIONS: readonly Precision[] = ['float32', 'float16', 'int8'];

/**
 * `npm run bench -- precision --data DIR [--cache DIR] [--runtime onnxruntime-node/cpu]`: ResNet-56 on CIFAR-10 as it
 * is, in each precision: size of the file, top-1 on all validation images, latency in turn with float32 on one thread.
 * What the cache has is not measured again.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      cache: { type: 'string', default: 'bench/results/precision' },
      runtime: { type: 'string', default: 'onnxruntime-node/cpu' },
    },
  });
  const { data, cache } = cifarFolders(values);
  const config = cifarConfig(
    cifarData(data, cache),
    join(cache, 'store'),
    [{ name: 'one', latency: '50%' }],
    'quick',
  );
  const plan = await loadPlan({ cwd: process.cwd(), inline: config });
  const target: TargetPlan = { ...plan.targets[0], runtime: values.runtime as Runtime };
  const session = benchSession(plan);
  console.log(`${target.runtime}, ${target.threads} thread(s)\n`);
  console.log('| precision | bytes | of float32 | top-1, % | points lost | latency of float32 |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  try {
    await rows(session, target);
  } finally {
    await session.close();
  }
}

async function rows(session: BuildSession, target: TargetPlan): Promise<void> {
  const [model] = session.plan.models;
  const inputs = await readInputs(session.plan, model, session.context.signal);
  const [member] = await loadMembers(session, model, inputs.members);
  const train = await loadSamples(session, model, 'train', inputs.train, member);
  const validation = await loadSamples(session, model, 'validation', inputs.validation, member);
  const judge = await openJudge(session, model, member, validation, inputs.quality);
  const { student: float } = await costsOf(session, target, member, member.graph);
  for (const precision of PRECISIONS) {
    const [lowering] = loweringsTo(precision, session, { model, train }, target.runtime);
    const lowered = await lowering.network(member.graph);
    const { student } = await costsOf(session, target, member, member.graph, { lowered });
    const value = await judge.of(lowered);
    const cells = [
      precision,
      student.size,
      `${(student.size / float.size).toFixed(3)}x`,
      (100 * value).toFixed(2),
      (100 * (judge.teacherValue - value)).toFixed(2),
      `${(student.latency / float.latency).toFixed(3)}x`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
